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

/** A run that says something about a model. */
export interface Naming {
  runId: string;
  modelId: string;
}

/**
 * Of these pairs, those whose model is absent, deleted, or of another project than the run: who may write a run
 * has no right to models of other projects.
 */
export async function missingModels(tx: Tx, ws: string, named: readonly Naming[]): Promise<Naming[]> {
  if (named.length === 0) return [];
  return await tx.rows<Naming>(
    prepared(
      "tracking.missingModels",
      sql`
    select n.run_id as "runId", n.model_id as "modelId"
    from unnest(${named.map((n) => n.runId)}::uuid[], ${named.map((n) => n.modelId)}::uuid[]) as n(run_id, model_id)
    where not exists (
      select from tracking.logged_models m join tracking.runs r on r.workspace_id = ${ws} and r.id = n.run_id and r.project_id = m.project_id
      where m.workspace_id = ${ws} and m.id = n.model_id and m.deleted_at is null)`,
    ),
  );
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
