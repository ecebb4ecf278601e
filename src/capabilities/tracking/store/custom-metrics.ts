import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { CustomMetric } from "../contract/custom-metrics.ts";

/** What stands before a custom metric's name among the keys of runs. */
export const customPrefix = "custom.";

interface MetricRow {
  id: string;
  project_id: string;
  name: string;
  expression: string;
  description: string;
  keys: string[];
  filled: boolean;
  created_at: Date;
  updated_at: Date;
  created_by: string;
}

const columns = raw(`c.id, c.project_id, c.name, c.expression, c.description, c.keys, c.done_tx > 0 as filled, c.created_at, c.updated_at, c.created_by`);

export interface NewMetric {
  id: string;
  projectId: string;
  name: string;
  expression: string;
  description: string;
  keys: readonly string[];
  createdBy: string;
}

/** False when the project has one of that name. */
export async function insertCustomMetric(tx: Tx, ws: string, m: NewMetric): Promise<boolean> {
  const count = await tx.run(sql`
    insert into tracking.custom_metrics (workspace_id, id, project_id, name, expression, description, keys, created_by)
    values (${ws}, ${m.id}, ${m.projectId}, ${m.name}, ${m.expression}, ${m.description}, ${[...m.keys]}::text[], ${m.createdBy})
    on conflict (workspace_id, project_id, name) do nothing`);
  return count === 1;
}

export async function countCustomMetrics(tx: Tx, ws: string, projectId: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*) as n from tracking.custom_metrics where workspace_id = ${ws} and project_id = ${projectId}`);
  return row?.n ?? 0;
}

export async function findCustomMetric(tx: Tx, ws: string, id: string): Promise<CustomMetric | null> {
  const row = await tx.first<MetricRow>(sql`select ${columns} from tracking.custom_metrics c where c.workspace_id = ${ws} and c.id = ${id}::uuid`);
  return row && toMetric(row);
}

/** As it stands, locked until the transaction ends: whoever fills runs waits, then sees the change. */
export async function lockCustomMetric(tx: Tx, ws: string, id: string): Promise<CustomMetric | null> {
  const row = await tx.first<MetricRow>(
    sql`select ${columns} from tracking.custom_metrics c where c.workspace_id = ${ws} and c.id = ${id}::uuid for update of c`,
  );
  return row && toMetric(row);
}

/** False when another of the project has the name. */
export async function changeCustomMetric(
  tx: Tx,
  ws: string,
  id: string,
  m: { name: string; expression: string; description: string; keys: readonly string[] },
  refill: boolean,
): Promise<boolean> {
  const count = await tx.run(sql`
    update tracking.custom_metrics c set name = ${m.name}, expression = ${m.expression}, description = ${m.description}, keys = ${[...m.keys]}::text[],
      done_tx = case when ${refill} then 0 else c.done_tx end, revision = c.revision + 1, updated_at = now()
    where c.workspace_id = ${ws} and c.id = ${id} and not exists (select from tracking.custom_metrics o
      where o.workspace_id = ${ws} and o.project_id = c.project_id and o.name = ${m.name} and o.id <> c.id)`);
  return count === 1;
}

export async function removeCustomMetric(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`delete from tracking.custom_metrics where workspace_id = ${ws} and id = ${id}`);
}

export async function selectCustomMetrics(
  tx: Tx,
  ws: string,
  f: { projectId: string; name?: string | undefined; q?: string | undefined; order: "asc" | "desc"; limit: number; cursor?: string | undefined },
): Promise<{ items: CustomMetric[]; nextCursor: string | null }> {
  const where = [sql`c.workspace_id = ${ws}`, sql`c.project_id = ${f.projectId}`];
  if (f.name !== undefined) where.push(sql`c.name = ${f.name}`);
  if (f.q) where.push(sql`(c.name ilike ${containing(f.q)} or c.expression ilike ${containing(f.q)})`);
  const key = decodeCursor(f.cursor, 1);
  if (key) where.push(sql`c.name ${raw(f.order === "asc" ? ">" : "<")} ${key[0]}`);
  const rows = await tx.rows<MetricRow>(sql`
    select ${columns} from tracking.custom_metrics c where ${and(where)} order by c.name ${oneOf(f.order, ["asc", "desc"])} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.name]);
  return { items: cut.items.map(toMetric), nextCursor: cut.nextCursor };
}

/** Takes a key away from every run of a project. */
export async function dropKey(tx: Tx, ws: string, projectId: string, key: string): Promise<void> {
  await tx.run(sql`
    delete from tracking.run_metrics m using tracking.runs r
    where m.workspace_id = ${ws} and m.key = ${key} and r.workspace_id = ${ws} and r.id = m.run_id and r.project_id = ${projectId}`);
  await tx.run(sql`
    delete from tracking.run_keys k using tracking.experiments e
    where k.workspace_id = ${ws} and k.kind = 'm'::"char" and k.key = ${key} and e.workspace_id = ${ws} and e.id = k.experiment_id and e.project_id = ${projectId}`);
}

function toMetric(row: MetricRow): CustomMetric {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    key: `${customPrefix}${row.name}`,
    expression: row.expression,
    description: row.description,
    keys: row.keys,
    filled: row.filled,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: row.created_by,
  };
}
