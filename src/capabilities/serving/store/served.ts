import { prepared, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Signature } from "../contract/shapes.ts";
import type { Reference } from "../contract/reference.ts";

interface ServedRow {
  revision: number;
  model_version: number;
  log: "durable" | "relaxed";
  unknown_categories: "accept" | "refuse";
  signature: Signature;
  reference: Reference;
  graph_key: string;
  graph_sha256: string;
}

/** Number of the revision that should serve; null for a deployment that does not. */
export async function currentRevisionNumber(tx: Tx, ws: string, deploymentId: string): Promise<number | null> {
  const row = await tx.first<{ revision: number }>(
    prepared("serving_current", sql`select revision from serving.deployments where workspace_id = ${ws} and id = ${deploymentId} and removed_at is null`),
  );
  return row?.revision ?? null;
}

/** Everything a prediction needs, in one row. */
export async function readServedRevision(tx: Tx, ws: string, deploymentId: string, revision: number) {
  const row = await tx.first<ServedRow>(sql`
    select revision, model_version, log, unknown_categories, signature, reference, graph_key, graph_sha256
      from serving.revisions where workspace_id = ${ws} and deployment_id = ${deploymentId} and revision = ${revision}`);
  if (!row) return null;
  return {
    deploymentId,
    revision: row.revision,
    modelVersion: row.model_version,
    log: row.log,
    unknownCategories: row.unknown_categories,
    signature: row.signature,
    reference: row.reference,
    graphKey: row.graph_key,
    graphSha256: row.graph_sha256,
  };
}

/** Says on the deployment why its newest wish does not serve; null clears it. */
export async function setProblem(tx: Tx, ws: string, deploymentId: string, problem: string | null): Promise<void> {
  await tx.run(
    sql`update serving.deployments set problem = ${problem} where workspace_id = ${ws} and id = ${deploymentId} and problem is distinct from ${problem}`,
  );
}
