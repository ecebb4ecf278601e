import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Experiment } from "../contract/experiments.ts";

interface ExperimentRow {
  id: string;
  project_id: string;
  name: string;
  description: string;
  number: number;
  tags: Record<string, string>;
  artifact_location: string | null;
  run_count: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  sort_value?: string | number;
}

export interface NewExperiment {
  id: string;
  projectId: string;
  name: string;
  description: string;
  tags: Record<string, string>;
  artifactLocation?: string | undefined;
}

/** False when the project has one of that name already. */
export async function insertExperiment(tx: Tx, ws: string, e: NewExperiment): Promise<boolean> {
  const count = await tx.run(sql`
    insert into tracking.experiments (workspace_id, id, project_id, name, description, tags, artifact_location)
    values (${ws}, ${e.id}, ${e.projectId}, ${e.name}, ${e.description}, ${JSON.stringify(e.tags)}::jsonb, ${e.artifactLocation ?? null}) on conflict (workspace_id, project_id, name) do nothing`);
  return count === 1;
}

const columns = raw(`e.id, e.number, e.project_id, e.name, e.description, e.tags, e.artifact_location, e.created_at, e.updated_at, e.deleted_at,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id and r.deleted_at is null) as run_count`);

export async function findExperiment(tx: Tx, ws: string, id: string): Promise<Experiment | null> {
  const row = await tx.first<ExperimentRow>(sql`select ${columns} from tracking.experiments e where e.workspace_id = ${ws} and e.id = ${id}::uuid`);
  return row && toExperiment(row);
}

export interface ExperimentFilter {
  projectId?: string | undefined;
  name?: string | undefined;
  q?: string | undefined;
  sort: "createdAt" | "name" | "updatedAt";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

const sorts = {
  name: "e.name",
  createdAt: "extract(epoch from e.created_at)::float8",
  updatedAt: "extract(epoch from e.updated_at)::float8",
};

export async function selectExperiments(tx: Tx, ws: string, f: ExperimentFilter): Promise<{ items: Experiment[]; nextCursor: string | null }> {
  const value = raw(sorts[f.sort]);
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
    number: row.number,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    tags: row.tags,
    artifactLocation: row.artifact_location,
    runCount: row.run_count,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
