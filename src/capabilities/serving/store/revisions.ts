import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, oneOf, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Revision, Signature } from "../contract/shapes.ts";
import type { Reference } from "../contract/reference.ts";

export interface NewRevision {
  deploymentId: string;
  revision: number;
  modelVersion: number;
  runId: string;
  datasetId: string | null;
  datasetVersion: number | null;
  algorithm: string | null;
  log: "durable" | "relaxed";
  unknownCategories: "accept" | "refuse";
  task: string;
  signature: Signature;
  reference: Reference;
  graphKey: string;
  graphSha256: string;
  reason: string;
  by: string;
}

export async function insertRevision(tx: Tx, ws: string, r: NewRevision): Promise<void> {
  await tx.run(sql`
    insert into serving.revisions (workspace_id, deployment_id, revision, model_version, run_id, dataset_id, dataset_version, algorithm, log, unknown_categories,
                                   task, signature, reference, graph_key, graph_sha256, reason, by_name)
    values (${ws}, ${r.deploymentId}, ${r.revision}, ${r.modelVersion}, ${r.runId}, ${r.datasetId}, ${r.datasetVersion}, ${r.algorithm}, ${r.log}, ${r.unknownCategories},
            ${r.task}, ${JSON.stringify(r.signature)}::jsonb, ${JSON.stringify(r.reference)}::jsonb, ${r.graphKey}, ${r.graphSha256}, ${r.reason}, ${r.by})`);
}

/** Number the next revision gets; the deployment's row is locked by the caller. */
export async function nextRevisionNumber(tx: Tx, ws: string, deploymentId: string): Promise<number> {
  const row = await tx.first<{ next: number }>(sql`
    select coalesce(max(revision), 0) + 1 as next from serving.revisions where workspace_id = ${ws} and deployment_id = ${deploymentId}`);
  return row?.next ?? 1;
}

/** Serves an old revision's model again as a new revision; `over` changes its settings. */
export async function copyRevision(
  tx: Tx,
  ws: string,
  deploymentId: string,
  from: number,
  over: { revision: number; log?: string | undefined; unknownCategories?: string | undefined; reason: string; by: string },
): Promise<void> {
  await tx.run(sql`
    insert into serving.revisions (workspace_id, deployment_id, revision, model_version, run_id, dataset_id, dataset_version, algorithm, log, unknown_categories,
                                   task, signature, reference, graph_key, graph_sha256, reason, by_name)
    select workspace_id, deployment_id, ${over.revision}, model_version, run_id, dataset_id, dataset_version, algorithm,
           coalesce(${over.log ?? null}, log), coalesce(${over.unknownCategories ?? null}, unknown_categories),
           task, signature, reference, graph_key, graph_sha256, ${over.reason}, ${over.by}
      from serving.revisions where workspace_id = ${ws} and deployment_id = ${deploymentId} and revision = ${from}`);
}

/** The newest revision before `than` that served another model version. */
export async function previousRevision(tx: Tx, ws: string, deploymentId: string, than: number): Promise<number | null> {
  const row = await tx.first<{ revision: number }>(sql`
    select o.revision from serving.revisions o
      join serving.revisions c on c.workspace_id = o.workspace_id and c.deployment_id = o.deployment_id and c.revision = ${than}
     where o.workspace_id = ${ws} and o.deployment_id = ${deploymentId} and o.revision < ${than} and o.model_version <> c.model_version
     order by o.revision desc limit 1`);
  return row?.revision ?? null;
}

export interface RevisionRow {
  revision: number;
  model_version: number;
  run_id: string;
  dataset_id: string | null;
  dataset_version: number | null;
  log: "durable" | "relaxed";
  unknown_categories: "accept" | "refuse";
  signature: Signature;
  reference: Reference;
  graph_key: string;
  graph_sha256: string;
}

export async function readRevision(tx: Tx, ws: string, deploymentId: string, revision: number): Promise<RevisionRow | null> {
  return await tx.first<RevisionRow>(sql`
    select revision, model_version, run_id, dataset_id, dataset_version, log, unknown_categories, signature, reference, graph_key, graph_sha256
      from serving.revisions where workspace_id = ${ws} and deployment_id = ${deploymentId} and revision = ${revision}`);
}

interface ListRow {
  revision: number;
  model_version: number;
  run_id: string;
  log: "durable" | "relaxed";
  unknown_categories: "accept" | "refuse";
  reason: string;
  by_name: string;
  at: Date;
  current: boolean;
}

export async function listRevisions(
  tx: Tx,
  ws: string,
  deploymentId: string,
  filter: { q?: string | undefined; order: "asc" | "desc"; limit: number; cursor?: string | undefined },
): Promise<{ items: Revision[]; nextCursor: string | null }> {
  const conditions: Statement[] = [sql`r.workspace_id = ${ws}`, sql`r.deployment_id = ${deploymentId}`];
  if (filter.q !== undefined)
    conditions.push(sql`(position(lower(${filter.q}) in lower(r.reason)) > 0 or position(lower(${filter.q}) in lower(r.by_name)) > 0)`);
  const after = decodeCursor(filter.cursor, 1);
  if (after) conditions.push(filter.order === "asc" ? sql`r.revision > ${after[0]}::int` : sql`r.revision < ${after[0]}::int`);
  const rows = await tx.rows<ListRow>(sql`
    select r.revision, r.model_version, r.run_id, r.log, r.unknown_categories, r.reason, r.by_name, r.at, r.revision = d.revision as current
      from serving.revisions r join serving.deployments d on d.workspace_id = r.workspace_id and d.id = r.deployment_id
     where ${and(conditions)} order by r.revision ${oneOf(filter.order, ["asc", "desc"])} limit ${filter.limit + 1}`);
  const cut = page(rows, filter.limit, (row) => [row.revision]);
  return {
    items: cut.items.map((row) => ({
      revision: row.revision,
      modelVersion: row.model_version,
      runId: row.run_id,
      log: row.log,
      unknownCategories: row.unknown_categories,
      reason: row.reason,
      by: row.by_name,
      at: row.at.toISOString(),
      current: row.current,
    })),
    nextCursor: cut.nextCursor,
  };
}
