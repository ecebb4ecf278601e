import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Found, Statement, Tx } from "../../../kernel/ports.ts";
import type { Dataset, DatasetSort } from "../contract/shapes.ts";

interface Row {
  id: string;
  project_id: string;
  name: string;
  description: string;
  target: string | null;
  latest_version: number;
  row_count: number;
  column_count: number;
  size_bytes: number;
  score: number | null;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

const shown = raw(`d.id, d.project_id, d.name, d.description, d.target, d.latest_version, v.row_count, v.column_count, v.size_bytes,
  p.score, d.created_by, d.created_at, d.updated_at`);
// The profile made for the present target is the one that counts; '' is no target.
const tables = raw(`datasets.datasets d
  join datasets.versions v on v.workspace_id = d.workspace_id and v.dataset_id = d.id and v.version = d.latest_version
  left join datasets.profiles p on p.workspace_id = d.workspace_id and p.dataset_id = d.id and p.version = d.latest_version and p.target = coalesce(d.target, '')`);

function dataset(row: Row): Dataset {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    target: row.target,
    latestVersion: row.latest_version,
    rowCount: row.row_count,
    columnCount: row.column_count,
    sizeBytes: row.size_bytes,
    qualityScore: row.score,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The dataset unless it was removed. */
export async function datasetById(tx: Tx, ws: string, id: string): Promise<Dataset | null> {
  const row = await tx.first<Row>(sql`select ${shown} from ${tables} where d.workspace_id = ${ws} and d.id = ${id} and d.removed_at is null`);
  return row && dataset(row);
}

/** As {@link datasetById}, refusing `not_found`. */
export async function needDataset(tx: Tx, ws: string, id: string): Promise<Dataset> {
  const found = await datasetById(tx, ws, id);
  if (!found) throw refuse("not_found", `There is no dataset ${id} here.`, "List datasets to see their ids; a removed one can be brought back by undo.");
  return found;
}

/** What the pipeline needs to find and authorise. Removed ones are found too, or their removal could not be undone; handlers refuse them. */
export async function findDataset(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const row = await tx.first<{ project_id: string; name: string; revision: number }>(
    sql`select project_id, name, revision from datasets.datasets where workspace_id = ${ws} and id = ${id}`,
  );
  return row && { projectId: row.project_id, label: row.name, state: String(row.revision) };
}

export interface NewDataset {
  id: string;
  projectId: string;
  name: string;
  description: string;
  target: string | null;
  createdBy: string;
}

export async function insertDataset(tx: Tx, ws: string, d: NewDataset): Promise<void> {
  const done = await tx.run(sql`insert into datasets.datasets (workspace_id, id, project_id, name, description, target, created_by)
    values (${ws}, ${d.id}, ${d.projectId}, ${d.name}, ${d.description}, ${d.target}, ${d.createdBy})
    on conflict (workspace_id, project_id, lower(name)) where removed_at is null do nothing`);
  if (done === 0) throw nameTaken(d.name);
}

function nameTaken(name: string) {
  return refuse("conflict", `The project already has a dataset called "${name}".`, "Choose another name, or give its datasetId to add a version to it.", {
    fields: [{ path: "name", message: "is taken in this project" }],
  });
}

/** Refuses `conflict` when another dataset of the project has the name. */
export async function freeName(tx: Tx, ws: string, projectId: string, name: string, except: string | null = null): Promise<void> {
  const taken = await tx.first<{ id: string }>(sql`select id from datasets.datasets
    where workspace_id = ${ws} and project_id = ${projectId} and lower(name) = lower(${name}) and removed_at is null and id is distinct from ${except}::uuid`);
  if (taken) throw nameTaken(name);
}

export interface DatasetFields {
  name: string;
  description: string;
  target: string | null;
}

export async function updateDataset(tx: Tx, ws: string, id: string, fields: DatasetFields): Promise<void> {
  await tx.run(sql`update datasets.datasets set name = ${fields.name}, description = ${fields.description}, target = ${fields.target}, updated_at = now(), revision = revision + 1
    where workspace_id = ${ws} and id = ${id}`);
}

/** Takes the dataset out of every list; null brings it back. Answers whether a row changed. */
export async function setRemoved(tx: Tx, ws: string, id: string, at: Date | null): Promise<boolean> {
  return (
    (await tx.run(sql`update datasets.datasets set removed_at = ${at}, updated_at = now(), revision = revision + 1
    where workspace_id = ${ws} and id = ${id} and (removed_at is null) = ${at !== null}`)) > 0
  );
}

/** The fields of a dataset whether or not it was removed. */
export async function anyDataset(tx: Tx, ws: string, id: string): Promise<{ name: string; project_id: string } | null> {
  return tx.first(sql`select name, project_id from datasets.datasets where workspace_id = ${ws} and id = ${id}`);
}

export interface ListFilter {
  projectId?: string | undefined;
  q?: string | undefined;
  sort: DatasetSort;
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

// Sort keys travel as text: microseconds of a timestamp would be lost in a JavaScript date.
const sortKeys = {
  createdAt: { column: "d.created_at", type: "timestamptz" },
  updatedAt: { column: "d.updated_at", type: "timestamptz" },
  name: { column: "lower(d.name)", type: "text" },
  rowCount: { column: "v.row_count", type: "bigint" },
  sizeBytes: { column: "v.size_bytes", type: "bigint" },
} as const;

export async function listDatasets(tx: Tx, ws: string, f: ListFilter): Promise<{ items: Dataset[]; nextCursor: string | null }> {
  const { column, type } = sortKeys[f.sort];
  const after = decodeCursor(f.cursor, 2);
  const conditions: Statement[] = [sql`d.workspace_id = ${ws}`, sql`d.removed_at is null`];
  if (f.projectId) conditions.push(sql`d.project_id = ${f.projectId}`);
  if (f.q) conditions.push(sql`(d.name || ' ' || d.description) ilike ${containing(f.q)}`);
  const order = oneOf(f.order, ["asc", "desc"] as const);
  const beyond = raw(f.order === "asc" ? ">" : "<");
  if (after) conditions.push(sql`(${raw(column)}, d.id) ${beyond} (${String(after[0])}::${raw(type)}, ${String(after[1])}::uuid)`);
  const rows = await tx.rows<Row & { sort_key: string }>(sql`select ${shown}, ${raw(column)}::text as sort_key from ${tables}
    where ${and(conditions)} order by ${raw(column)} ${order}, d.id ${order} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_key, row.id]);
  return { items: cut.items.map(dataset), nextCursor: cut.nextCursor };
}
