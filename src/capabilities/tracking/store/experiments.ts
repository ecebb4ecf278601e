import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Experiment } from "../contract/experiments.ts";

interface ExperimentRow {
  id: string;
  project_id: string;
  name: string;
  description: string;
  run_count: number;
  created_at: Date;
  sort_value?: string | number;
}

/** False when the project has one of that name already. */
export async function insertExperiment(tx: Tx, ws: string, e: { id: string; projectId: string; name: string; description: string }): Promise<boolean> {
  const count = await tx.run(sql`
    insert into tracking.experiments (workspace_id, id, project_id, name, description)
    values (${ws}, ${e.id}, ${e.projectId}, ${e.name}, ${e.description}) on conflict (workspace_id, project_id, name) do nothing`);
  return count === 1;
}

const columns = raw(`e.id, e.project_id, e.name, e.description, e.created_at,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id) as run_count`);

export async function findExperiment(tx: Tx, ws: string, id: string): Promise<Experiment | null> {
  const row = await tx.first<ExperimentRow>(sql`select ${columns} from tracking.experiments e where e.workspace_id = ${ws} and e.id = ${id}::uuid`);
  return row && toExperiment(row);
}

export interface ExperimentFilter {
  projectId?: string | undefined;
  name?: string | undefined;
  q?: string | undefined;
  sort: "createdAt" | "name";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

export async function selectExperiments(tx: Tx, ws: string, f: ExperimentFilter): Promise<{ items: Experiment[]; nextCursor: string | null }> {
  const value = raw(f.sort === "name" ? "e.name" : "extract(epoch from e.created_at)::float8");
  const order = oneOf(f.order, ["asc", "desc"]);
  const where = [sql`e.workspace_id = ${ws}`];
  if (f.projectId) where.push(sql`e.project_id = ${f.projectId}`);
  if (f.name) where.push(sql`e.name = ${f.name}`);
  if (f.q) where.push(sql`e.name ilike ${containing(f.q)}`);
  const key = decodeCursor(f.cursor, 2);
  if (key) where.push(sql`(${value}, e.id) ${raw(f.order === "asc" ? ">" : "<")} (${key[0]}, ${key[1]}::uuid)`);
  const rows = await tx.rows<ExperimentRow>(sql`
    select ${columns}, ${value} as sort_value from tracking.experiments e where ${and(where)}
    order by ${value} ${order}, e.id ${order} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_value ?? null, row.id]);
  return { items: cut.items.map(toExperiment), nextCursor: cut.nextCursor };
}

function toExperiment(row: ExperimentRow): Experiment {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    runCount: row.run_count,
    createdAt: row.created_at.toISOString(),
  };
}
