import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, oneOf, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Batch } from "../contract/shapes.ts";

interface Row {
  id: string;
  deployment_id: string;
  revision: number;
  model_version: number;
  dataset_id: string;
  dataset_version: number;
  job_id: string;
  object_key: string | null;
  row_count: number | null;
  refused: number | null;
  size_bytes: number | null;
  created_at: Date;
}

function asBatch(row: Row): Batch {
  return {
    id: row.id,
    deploymentId: row.deployment_id,
    revision: row.revision,
    modelVersion: row.model_version,
    datasetId: row.dataset_id,
    datasetVersion: row.dataset_version,
    jobId: row.job_id,
    rows: row.row_count,
    refused: row.refused,
    sizeBytes: row.size_bytes,
    ready: row.object_key !== null,
    createdAt: row.created_at.toISOString(),
  };
}

export interface NewBatch {
  id: string;
  deploymentId: string;
  revision: number;
  modelVersion: number;
  datasetId: string;
  datasetVersion: number;
  jobId: string;
}

export async function insertBatch(tx: Tx, ws: string, b: NewBatch): Promise<void> {
  await tx.run(sql`
    insert into serving.batches (workspace_id, id, deployment_id, revision, model_version, dataset_id, dataset_version, job_id)
    values (${ws}, ${b.id}, ${b.deploymentId}, ${b.revision}, ${b.modelVersion}, ${b.datasetId}, ${b.datasetVersion}, ${b.jobId})`);
}

export interface BatchResult {
  key: string;
  revision: number;
  modelVersion: number;
  rows: number;
  refused: number;
  sizeBytes: number;
}

/** Publishes the result; the revision is the one that answered. */
export async function finishBatch(tx: Tx, ws: string, id: string, r: BatchResult): Promise<void> {
  await tx.run(sql`
    update serving.batches set object_key = ${r.key}, revision = ${r.revision}, model_version = ${r.modelVersion}, row_count = ${r.rows}, refused = ${r.refused}, size_bytes = ${r.sizeBytes}
     where workspace_id = ${ws} and id = ${id}`);
}

/** Where a finished batch lies; `key` null while it runs, null for a batch of another deployment. */
export async function findBatch(tx: Tx, ws: string, deploymentId: string, id: string): Promise<{ key: string | null; sizeBytes: number | null } | null> {
  const row = await tx.first<Pick<Row, "object_key" | "size_bytes">>(sql`
    select object_key, size_bytes from serving.batches where workspace_id = ${ws} and id = ${id} and deployment_id = ${deploymentId}`);
  return row && { key: row.object_key, sizeBytes: row.size_bytes };
}

export async function listBatches(
  tx: Tx,
  ws: string,
  deploymentId: string,
  filter: { q?: string | undefined; order: "asc" | "desc"; limit: number; cursor?: string | undefined },
): Promise<{ items: Batch[]; nextCursor: string | null }> {
  const conditions: Statement[] = [sql`workspace_id = ${ws}`, sql`deployment_id = ${deploymentId}`];
  if (filter.q !== undefined) conditions.push(sql`position(lower(${filter.q}) in id::text) > 0`);
  const after = decodeCursor(filter.cursor, 1);
  if (after) conditions.push(filter.order === "asc" ? sql`id > ${after[0]}::uuid` : sql`id < ${after[0]}::uuid`);
  const rows = await tx.rows<Row>(sql`
    select id, deployment_id, revision, model_version, dataset_id, dataset_version, job_id, object_key, row_count, refused, size_bytes, created_at
      from serving.batches where ${and(conditions)} order by id ${oneOf(filter.order, ["asc", "desc"])} limit ${filter.limit + 1}`);
  const cut = page(rows, filter.limit, (row) => [row.id]);
  return { items: cut.items.map(asBatch), nextCursor: cut.nextCursor };
}
