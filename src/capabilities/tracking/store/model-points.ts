import { prepared, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

/** A metric point that names the logged model it was measured on. */
export interface ModelPoint {
  modelId: string;
  runId: string;
  key: string;
  value: number;
  step: number;
  /** Seconds since the epoch. */
  atS: number;
  datasetName: string | null;
  datasetDigest: string | null;
}

/** Of these models, those that are absent or deleted. */
export async function missingModels(tx: Tx, ws: string, modelIds: readonly string[]): Promise<Set<string>> {
  const missing = new Set(modelIds);
  if (missing.size === 0) return missing;
  const rows = await tx.rows<{ id: string }>(
    prepared(
      "tracking.missingModels",
      sql`select id from tracking.logged_models where workspace_id = ${ws} and id = any(${[...missing]}::uuid[]) and deleted_at is null`,
    ),
  );
  for (const row of rows) missing.delete(row.id);
  return missing;
}

/** Keeps the points with their models; an equal point sent again is the same row. */
export async function insertModelPoints(tx: Tx, ws: string, points: readonly ModelPoint[]): Promise<void> {
  if (points.length === 0) return;
  await tx.run(
    prepared(
      "tracking.insertModelPoints",
      sql`
    insert into tracking.model_points (workspace_id, model_id, key, at, step, run_id, value, dataset_name, dataset_digest)
    select ${ws}, model_id, key, to_timestamp(at), step, run_id, value, dataset_name, dataset_digest
    from unnest(${points.map((p) => p.modelId)}::uuid[], ${points.map((p) => p.key)}::text[], ${points.map((p) => p.atS)}::float8[],
      ${points.map((p) => p.step)}::bigint[], ${points.map((p) => p.runId)}::uuid[], ${points.map((p) => p.value)}::float8[],
      ${points.map((p) => p.datasetName ?? "")}::text[], ${points.map((p) => p.datasetDigest ?? "")}::text[])
      as i(model_id, key, at, step, run_id, value, dataset_name, dataset_digest)
    order by model_id, key, at, step, run_id
    on conflict do nothing`,
    ),
  );
}
