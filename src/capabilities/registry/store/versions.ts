import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Gate, ModelVersion, Signature, Stage, VersionSummary } from "../contract.ts";

interface VersionRow {
  model_id: string;
  name: string;
  version: number;
  stage: Stage;
  project_id: string;
  run_id: string;
  format: "onnx" | "native";
  format_reason: string | null;
  algorithm: string | null;
  task: Signature["task"];
  target: string;
  gate: Gate;
  metrics: Record<string, number>;
  graph_key: string | null;
  graph_sha256: string | null;
  native_key: string | null;
  reference_key: string;
  size_bytes: number;
  dataset_id: string | null;
  dataset_version: number | null;
  description: string;
  tags: Record<string, string>;
  created_by_id: string;
  created_by_name: string;
  created_at: Date;
}

const columns = raw(`v.model_id, m.name, v.version, v.stage, m.project_id, v.run_id, v.format, v.format_reason, v.algorithm,
  m.task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at`);
const source = raw("registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id");

function toVersion(row: VersionRow): VersionSummary {
  return {
    modelId: row.model_id,
    name: row.name,
    version: row.version,
    stage: row.stage,
    projectId: row.project_id,
    runId: row.run_id,
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
    createdBy: { id: row.created_by_id, name: row.created_by_name },
  };
}

export interface NewVersion {
  modelId: string;
  version: number;
  runId: string;
  format: "onnx" | "native";
  formatReason: string | null;
  algorithm: string | null;
  signature: Signature;
  gate: Gate;
  metrics: Record<string, number>;
  graphKey: string | null;
  graphSha256: string | null;
  nativeKey: string | null;
  referenceKey: string;
  sizeBytes: number;
  datasetId: string | null;
  datasetVersion: number | null;
  description: string;
  tags: Record<string, string>;
  by: { id: string; name: string };
}

export async function insertVersion(tx: Tx, ws: string, v: NewVersion): Promise<void> {
  await tx.run(sql`
    insert into registry.versions (workspace_id, model_id, version, run_id, format, format_reason, algorithm, signature, gate, metrics, graph_key,
      graph_sha256, native_key, reference_key, size_bytes, dataset_id, dataset_version, description, tags, created_by_id, created_by_name)
    values (${ws}, ${v.modelId}, ${v.version}, ${v.runId}, ${v.format}, ${v.formatReason}, ${v.algorithm}, ${JSON.stringify(v.signature)}::jsonb,
      ${JSON.stringify(v.gate)}::jsonb, ${JSON.stringify(v.metrics)}::jsonb, ${v.graphKey}, ${v.graphSha256}, ${v.nativeKey}, ${v.referenceKey},
      ${v.sizeBytes}, ${v.datasetId}, ${v.datasetVersion}, ${v.description}, ${JSON.stringify(v.tags)}::jsonb, ${v.by.id}, ${v.by.name})`);
}

export async function versionOf(tx: Tx, ws: string, modelId: string, version: number): Promise<ModelVersion | null> {
  const row = await tx.first<VersionRow & { signature: Signature }>(sql`
    select ${columns}, v.signature from ${source} where v.workspace_id = ${ws} and v.model_id = ${modelId} and v.version = ${version}`);
  return row && { ...toVersion(row), signature: row.signature };
}

export async function stagesOf(tx: Tx, ws: string, modelId: string): Promise<{ version: number; stage: Stage }[]> {
  return await tx.rows(sql`
    select version, stage from registry.versions where workspace_id = ${ws} and model_id = ${modelId} order by version`);
}

export async function changeVersion(
  tx: Tx,
  ws: string,
  modelId: string,
  version: number,
  change: { description?: string | undefined; tags?: Record<string, string> | undefined },
): Promise<void> {
  await tx.run(sql`
    update registry.versions set description = coalesce(${change.description ?? null}, description),
      tags = coalesce(${change.tags === undefined ? null : JSON.stringify(change.tags)}::jsonb, tags)
    where workspace_id = ${ws} and model_id = ${modelId} and version = ${version}`);
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
  const where: Statement[] = [sql`v.workspace_id = ${ws}`, sql`v.model_id = ${f.modelId}`];
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
