import type { Sorted } from "../../../db/filter/order.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Format, Gate, Kind, ModelVersion, Signature, Stage, VersionSummary } from "../contract/shapes.ts";

interface VersionRow {
  model_id: string;
  name: string;
  kind: Kind;
  version: number;
  stage: Stage;
  aliases: string[];
  project_id: string;
  run_id: string | null;
  run_ref: string | null;
  logged_model_id: string | null;
  run_link: string;
  source: string;
  location: string;
  format: Format;
  format_reason: string | null;
  algorithm: string | null;
  task: Signature["task"] | null;
  target: string | null;
  gate: Gate | null;
  metrics: Record<string, number>;
  graph_key: string | null;
  graph_sha256: string | null;
  native_key: string | null;
  reference_key: string | null;
  size_bytes: number | null;
  dataset_id: string | null;
  dataset_version: number | null;
  description: string;
  tags: Record<string, string>;
  created_by_id: string;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
}

const columns = raw(`v.model_id, m.name, m.kind, v.version, v.stage, m.project_id, v.run_id, v.run_ref, v.logged_model_id, v.run_link, v.source, v.location,
  array(select a.alias from registry.aliases a where a.workspace_id = v.workspace_id and a.model_id = v.model_id and a.version = v.version order by a.alias)
    as aliases,
  v.format, v.format_reason, v.algorithm, case when v.target is not null then m.task end as task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at, v.updated_at`);
const source = raw("registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id");
const living = raw("v.deleted_at is null and m.deleted_at is null");

function toVersion(row: VersionRow): VersionSummary {
  return {
    modelId: row.model_id,
    name: row.name,
    version: row.version,
    kind: row.kind,
    stage: row.stage,
    aliases: row.aliases,
    projectId: row.project_id,
    runId: row.run_id,
    runRef: row.run_ref,
    loggedModelId: row.logged_model_id,
    runLink: row.run_link,
    source: row.source,
    location: row.location,
    format: row.format,
    formatReason: row.format_reason,
    task: row.task,
    target: row.target,
    algorithm: row.algorithm,
    gate: row.gate,
    metrics: row.metrics,
    graphKey: row.graph_key,
    graphSha256: row.graph_sha256,
    nativeKey: row.native_key,
    referenceKey: row.reference_key,
    sizeBytes: row.size_bytes,
    datasetId: row.dataset_id,
    datasetVersion: row.dataset_version,
    description: row.description,
    tags: row.tags,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: { id: row.created_by_id, name: row.created_by_name },
  };
}

/** What a version is made of; a copy takes it over as a whole. */
export interface Content {
  runId: string | null;
  runRef: string | null;
  loggedModelId: string | null;
  location: string;
  format: Format;
  formatReason: string | null;
  algorithm: string | null;
  signature: Signature | null;
  gate: Gate | null;
  metrics: Record<string, number>;
  graphKey: string | null;
  graphSha256: string | null;
  nativeKey: string | null;
  referenceKey: string | null;
  sizeBytes: number | null;
  datasetId: string | null;
  datasetVersion: number | null;
}

/** The content of a version that is there. */
export function contentIn(v: ModelVersion): Content {
  return {
    runId: v.runId,
    runRef: v.runRef,
    loggedModelId: v.loggedModelId,
    location: v.location,
    format: v.format,
    formatReason: v.formatReason,
    algorithm: v.algorithm,
    signature: v.signature,
    gate: v.gate,
    metrics: v.metrics,
    graphKey: v.graphKey,
    graphSha256: v.graphSha256,
    nativeKey: v.nativeKey,
    referenceKey: v.referenceKey,
    sizeBytes: v.sizeBytes,
    datasetId: v.datasetId,
    datasetVersion: v.datasetVersion,
  };
}

export interface NewVersion extends Content {
  modelId: string;
  version: number;
  source: string;
  runLink: string;
  description: string;
  tags: Record<string, string>;
  by: { id: string; name: string };
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

export async function insertVersion(tx: Tx, ws: string, v: NewVersion): Promise<void> {
  await tx.run(sql`
    insert into registry.versions (workspace_id, model_id, version, run_id, run_ref, logged_model_id, run_link, source, location, format, format_reason,
      algorithm, signature, gate, metrics, graph_key, graph_sha256, native_key, reference_key, size_bytes, dataset_id, dataset_version, description, tags,
      created_by_id, created_by_name)
    values (${ws}, ${v.modelId}, ${v.version}, ${v.runId}, ${v.runRef}, ${v.loggedModelId}, ${v.runLink}, ${v.source}, ${v.location}, ${v.format},
      ${v.formatReason}, ${v.algorithm}, ${json(v.signature)}::jsonb, ${json(v.gate)}::jsonb, ${JSON.stringify(v.metrics)}::jsonb, ${v.graphKey},
      ${v.graphSha256}, ${v.nativeKey}, ${v.referenceKey}, ${v.sizeBytes}, ${v.datasetId}, ${v.datasetVersion}, ${v.description},
      ${JSON.stringify(v.tags)}::jsonb, ${v.by.id}, ${v.by.name})`);
}

export async function versionOf(tx: Tx, ws: string, modelId: string, version: number): Promise<ModelVersion | null> {
  const row = await tx.first<VersionRow & { signature: Signature | null }>(sql`
    select ${columns}, v.signature from ${source} where v.workspace_id = ${ws} and v.model_id = ${modelId} and v.version = ${version} and ${living}`);
  return row && { ...toVersion(row), signature: row.signature };
}

export async function stagesOf(tx: Tx, ws: string, modelId: string): Promise<{ version: number; stage: Stage; seq: number }[]> {
  return await tx.rows(sql`
    select version, stage, stage_seq as seq from registry.versions
    where workspace_id = ${ws} and model_id = ${modelId} and deleted_at is null order by version`);
}

/** The highest version of each stage. */
export async function latestOf(tx: Tx, ws: string, modelIds: readonly string[], stages: readonly Stage[] | null): Promise<VersionSummary[]> {
  const rows = await tx.rows<VersionRow>(sql`
    select distinct on (v.model_id, v.stage) ${columns} from ${source}
    where v.workspace_id = ${ws} and v.model_id = any(${modelIds}::uuid[]) and (${stages}::text[] is null or v.stage = any(${stages}::text[])) and ${living}
    order by v.model_id, v.stage, v.version desc`);
  return rows.map(toVersion);
}

export interface VersionChange {
  description?: string | undefined;
  tags?: Record<string, string> | undefined;
}

export async function changeVersion(tx: Tx, ws: string, modelId: string, version: number, change: VersionChange): Promise<void> {
  await tx.run(sql`
    update registry.versions set description = coalesce(${change.description ?? null}, description),
      tags = coalesce(${change.tags === undefined ? null : JSON.stringify(change.tags)}::jsonb, tags), updated_at = now()
    where workspace_id = ${ws} and model_id = ${modelId} and version = ${version}`);
}

export async function setVersionTags(tx: Tx, ws: string, modelId: string, version: number, tags: Record<string, string>): Promise<void> {
  await tx.run(sql`
    update registry.versions set tags = tags || ${JSON.stringify(tags)}::jsonb
    where workspace_id = ${ws} and model_id = ${modelId} and version = ${version}`);
}

export async function dropVersionTags(tx: Tx, ws: string, modelId: string, version: number, keys: readonly string[]): Promise<void> {
  await tx.run(sql`
    update registry.versions set tags = tags - ${keys}::text[] where workspace_id = ${ws} and model_id = ${modelId} and version = ${version}`);
}

export async function setVersionDeleted(tx: Tx, ws: string, modelId: string, version: number, deleted: boolean): Promise<void> {
  await tx.run(sql`
    update registry.versions set deleted_at = case when ${deleted}::boolean then now() end, updated_at = now()
    where workspace_id = ${ws} and model_id = ${modelId} and version = ${version}`);
}

/** All versions carry the model's new name, so they changed with it. */
export async function touchVersions(tx: Tx, ws: string, modelId: string): Promise<void> {
  await tx.run(sql`update registry.versions set updated_at = now() where workspace_id = ${ws} and model_id = ${modelId} and deleted_at is null`);
}

/** A deployment that serves this version, or any of the model. */
export async function servedBy(tx: Tx, ws: string, modelId: string, version: number | null): Promise<{ name: string; version: number } | null> {
  return await tx.first(sql`
    select name, model_version as version from serving.pub_deployments
    where workspace_id = ${ws} and model_id = ${modelId} and removed_at is null and (${version}::int is null or model_version = ${version}) limit 1`);
}

export interface VersionFilter {
  modelId: string;
  q?: string | undefined;
  stage?: Stage | undefined;
  sort: "version" | "createdAt";
  order: "asc" | "desc";
  limit: number;
  after: readonly (string | number | boolean | null)[] | null;
}

const sortColumns = { version: "v.version", createdAt: "v.created_at" } as const;

export async function listVersions(tx: Tx, ws: string, f: VersionFilter): Promise<VersionSummary[]> {
  const column = oneOf(sortColumns[f.sort], Object.values(sortColumns));
  const where: Statement[] = [sql`v.workspace_id = ${ws}`, sql`v.model_id = ${f.modelId}`, sql`${living}`];
  if (f.stage) where.push(sql`v.stage = ${f.stage}`);
  if (f.q) where.push(sql`concat_ws(' ', v.description, v.algorithm) ilike ${containing(f.q)}`);
  if (f.after) {
    const value = f.sort === "version" ? sql`${f.after[0]}::int` : sql`${f.after[0]}::timestamptz`;
    where.push(sql`(${column}, v.version) ${raw(f.order === "asc" ? ">" : "<")} (${value}, ${f.after[1]}::int)`);
  }
  const direction = raw(f.order === "asc" ? "asc" : "desc");
  const rows = await tx.rows<VersionRow>(sql`
    select ${columns} from ${source} where ${and(where)}
    order by ${column} ${direction}, v.version ${direction} limit ${f.limit + 1}`);
  return rows.map(toVersion);
}

/** Versions that meet conditions over `v` and `m`; both come from a filter that was parsed. */
export async function versionsWhere(
  tx: Tx,
  ws: string,
  where: readonly Statement[],
  order: Sorted,
  limit: number,
): Promise<(VersionSummary & { place: (string | null)[] })[]> {
  const rows = await tx.rows<VersionRow>(sql`
    select ${columns}, ${order.columns} from ${source} ${order.joins} where v.workspace_id = ${ws} and ${living} and ${and(where)}
    order by ${order.orderBy} limit ${limit + 1}`);
  return rows.map((row) => ({ ...toVersion(row), place: order.key(row) }));
}
