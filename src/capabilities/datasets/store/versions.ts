import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Column, DatasetFile, DatasetVersion, Recipe, Source } from "../contract/shapes.ts";

type Stored = Omit<Column, "role">;

interface Row {
  dataset_id: string;
  version: number;
  columns: Stored[];
  column_count: number;
  row_count: number;
  size_bytes: number;
  sha256: string;
  parent_version: number | null;
  made_by: DatasetVersion["madeBy"];
  recipe: Recipe | null;
  source: Source | null;
  created_by: string;
  created_at: Date;
  target: string | null;
  profiled: boolean;
  files: { key: string; sizeBytes: number; rows: number; sha256: string }[];
}

const shown = raw(`v.dataset_id, v.version, v.column_count, v.row_count, v.size_bytes, v.sha256, v.parent_version, v.made_by, v.recipe, v.source,
  v.created_by, v.created_at, d.target,
  exists (select from datasets.profiles p where p.workspace_id = v.workspace_id and p.dataset_id = v.dataset_id and p.version = v.version and p.target = coalesce(d.target, '')) as profiled`);
const tables = raw("datasets.versions v join datasets.datasets d on d.workspace_id = v.workspace_id and d.id = v.dataset_id");
const files =
  raw(`(select coalesce(jsonb_agg(jsonb_build_object('key', f.key, 'sizeBytes', f.size_bytes, 'rows', f.rows, 'sha256', f.sha256) order by f.position), '[]')
  from datasets.files f where f.workspace_id = v.workspace_id and f.dataset_id = v.dataset_id and f.version = v.version) as files`);

type Listed = Omit<DatasetVersion, "columns" | "files"> & { columnCount: number };

function listed(row: Omit<Row, "columns" | "files">): Listed {
  return {
    datasetId: row.dataset_id,
    version: row.version,
    columnCount: row.column_count,
    rowCount: row.row_count,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    parentVersion: row.parent_version,
    madeBy: row.made_by,
    recipe: row.recipe,
    source: row.source,
    profiled: row.profiled,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}

function version(row: Row): DatasetVersion {
  const { columnCount: _, ...rest } = listed(row);
  const columns = row.columns.map((c): Column => (c.name === row.target ? { ...c, role: "target" } : { name: c.name, type: c.type }));
  return { ...rest, columns, files: row.files };
}

/** A version of a dataset that was not removed; the latest where none is named. Refuses `not_found`. */
export async function needVersion(tx: Tx, ws: string, datasetId: string, number: number | undefined): Promise<DatasetVersion> {
  const row = await tx.first<Row>(sql`select ${shown}, v.columns, ${files} from ${tables}
    where v.workspace_id = ${ws} and v.dataset_id = ${datasetId} and v.version = coalesce(${number ?? null}::int, d.latest_version) and d.removed_at is null`);
  if (!row) throw refuse("not_found", `Dataset ${datasetId} has no version ${number ?? "at all"}.`, "List its versions with datasets.versions.");
  return version(row);
}

/** The version a job made, so that a job delivered twice makes one. */
export async function versionOfJob(tx: Tx, ws: string, jobId: string): Promise<number | null> {
  const row = await tx.first<{ version: number }>(sql`select version from datasets.versions where workspace_id = ${ws} and job_id = ${jobId}`);
  return row?.version ?? null;
}

export interface NewVersion {
  datasetId: string;
  columns: readonly Stored[];
  rowCount: number;
  files: readonly DatasetFile[];
  sha256: string;
  parentVersion: number | null;
  madeBy: DatasetVersion["madeBy"];
  recipe: Recipe | null;
  source: Source | null;
  jobId: string | null;
  createdBy: string;
}

/** Publishes the next version with its files; the dataset's row serialises two that come at once. Answers the number. */
export async function insertVersion(tx: Tx, ws: string, v: NewVersion): Promise<number> {
  const next = await tx.first<{
    latest_version: number;
  }>(sql`update datasets.datasets set latest_version = latest_version + 1, updated_at = now(), revision = revision + 1
    where workspace_id = ${ws} and id = ${v.datasetId} and removed_at is null returning latest_version`);
  if (!next) throw refuse("not_found", `There is no dataset ${v.datasetId} here.`, "It may have been removed meanwhile; bring it back by undo.");
  const number = next.latest_version;
  const columns = v.columns.map(({ name, type }) => ({ name, type }));
  const sizeBytes = v.files.reduce((sum, f) => sum + f.sizeBytes, 0);
  await tx.run(sql`insert into datasets.versions
      (workspace_id, dataset_id, version, columns, column_count, row_count, size_bytes, sha256, parent_version, made_by, recipe, source, job_id, created_by)
    values (${ws}, ${v.datasetId}, ${number}, ${JSON.stringify(columns)}::jsonb, ${columns.length}, ${v.rowCount}, ${sizeBytes}, ${v.sha256}, ${v.parentVersion}, ${v.madeBy},
      ${v.recipe && JSON.stringify(v.recipe)}::jsonb, ${v.source && JSON.stringify(v.source)}::jsonb, ${v.jobId}, ${v.createdBy})`);
  await tx.run(sql`insert into datasets.files (workspace_id, dataset_id, version, position, key, size_bytes, rows, sha256)
    select ${ws}, ${v.datasetId}, ${number}, f.position, f.key, f.size_bytes, f.rows, f.sha256
    from unnest(${v.files.map((f) => f.key)}::text[], ${v.files.map((f) => f.sizeBytes)}::bigint[], ${v.files.map((f) => f.rows)}::bigint[], ${v.files.map((f) => f.sha256)}::text[])
      with ordinality as f(key, size_bytes, rows, sha256, position)`);
  return number;
}

export interface VersionFilter {
  datasetId: string;
  q?: string | undefined;
  sort: "version" | "rowCount" | "sizeBytes";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

export async function listVersions(tx: Tx, ws: string, f: VersionFilter): Promise<{ items: Listed[]; nextCursor: string | null }> {
  const column = raw({ version: "v.version", rowCount: "v.row_count", sizeBytes: "v.size_bytes" }[f.sort]);
  const order = oneOf(f.order, ["asc", "desc"] as const);
  const after = decodeCursor(f.cursor, 2);
  const conditions: Statement[] = [sql`v.workspace_id = ${ws}`, sql`v.dataset_id = ${f.datasetId}`];
  if (f.q) conditions.push(sql`(v.made_by || ' ' || v.created_by || ' ' || coalesce(v.source->>'filename', '')) ilike ${containing(f.q)}`);
  if (after) conditions.push(sql`(${column}, v.version) ${raw(f.order === "asc" ? ">" : "<")} (${Number(after[0])}::bigint, ${Number(after[1])}::int)`);
  const rows = await tx.rows<Omit<Row, "columns" | "files"> & { sort_key: number }>(sql`select ${shown}, ${column}::bigint as sort_key from ${tables}
    where ${and(conditions)} order by ${column} ${order}, v.version ${order} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_key, row.version]);
  return { items: cut.items.map(listed), nextCursor: cut.nextCursor };
}

/** Those of the keys that a version of any dataset, removed ones too, still needs. */
export async function neededKeys(tx: Tx, ws: string, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ key: string }>(sql`select key from datasets.files where workspace_id = ${ws} and key = any(${[...keys]}::text[])`);
  return new Set(rows.map((r) => r.key));
}
