import { text } from "node:stream/consumers";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { ModelVersion } from "../../registry/contract/shapes.ts";
import { getVersion } from "../../registry/contract/versions.ts";
import { Reference } from "../contract/reference.ts";
import type { ServedRevision } from "../engine/active.ts";
import { asDeployment, readDeployment, type DeploymentRow } from "../store/deployments.ts";
import type { NewRevision } from "../store/revisions.ts";
import type { Deployment } from "../contract/shapes.ts";

export type Candidate = Omit<NewRevision, "deploymentId" | "revision" | "log" | "unknownCategories" | "reason" | "by"> & { modelName: string };

/**
 * Reads what a deployment copies of a model version.
 * @throws Refusal `checks_failed` for a native version, with the reason it is native.
 */
export async function candidateOf(ctx: Ctx, modelId: string, version: number): Promise<Candidate> {
  const v = await ctx.call(getVersion, { modelId, version });
  const { runId, task, signature, referenceKey, graphKey, graphSha256 } = v;
  if (v.format !== "onnx" || runId === null || task === null || signature === null || referenceKey === null || graphKey === null || graphSha256 === null)
    throw refuse(
      "checks_failed",
      `Version ${version} of ${v.name} ${unserved(v)}.`,
      "Deploy a version with an ONNX graph; `models versions` shows the format of each.",
    );
  return {
    modelName: v.name,
    modelVersion: v.version,
    runId,
    datasetId: v.datasetId,
    datasetVersion: v.datasetVersion,
    algorithm: v.algorithm,
    task,
    signature,
    reference: await referenceOf(ctx, referenceKey, `Version ${version} of ${v.name}`),
    graphKey,
    graphSha256,
  };
}

/** Why a version that is no ONNX graph cannot be served. */
function unserved(v: ModelVersion): string {
  if (v.format === "mlflow") return `was registered from ${v.source} and cannot be served yet: only graphs that the trainer exported and checked are served`;
  if (v.format === "prompt") return "is a prompt, and prompts are not served";
  return `is native and cannot be served yet: ${v.formatReason ?? "it has no ONNX graph"}`;
}

async function referenceOf(ctx: Ctx, key: string, what: string): Promise<Reference> {
  const parsed = Reference.safeParse(JSON.parse(await text(await ctx.services.objects.get(key))));
  if (parsed.success) return parsed.data;
  throw refuse(
    "checks_failed",
    `${what} has a reference that cannot be read: ${parsed.error.issues[0]?.message ?? "not valid"}.`,
    "Train and register it again.",
  );
}

/** Loads and tries a candidate in this process before anything is written. */
export async function tryCandidate(ctx: Ctx, candidate: Candidate, settings: Pick<ServedRevision, "log" | "unknownCategories">): Promise<void> {
  const revision: ServedRevision = { deploymentId: "", revision: 0, ...settings, ...candidate };
  await ctx.services.serving.probe(revision, `Version ${candidate.modelVersion} of ${candidate.modelName}`);
}

/** What a row becomes for people; reads it again, so that the answer is what was written. */
export async function answer(ctx: Ctx, id: string): Promise<{ deployment: Deployment }> {
  const row = await readDeployment(ctx.tx, ctx.workspaceId, id);
  if (!row) throw absent(id);
  return { deployment: asDeployment(row) };
}

/** @throws Refusal `not_found` for a deployment that does not serve any more. */
export function living(row: DeploymentRow | null, id: string): DeploymentRow {
  if (!row || row.removed_at) throw absent(id);
  return row;
}

export function absent(id: string): Error {
  return refuse("not_found", `Deployment ${id} does not serve.`, "List deployments with `deployments list`.");
}
