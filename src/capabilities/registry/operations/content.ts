import { Refusal, refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { listModelArtifacts } from "../../tracking/contract/model-artifacts.ts";
import { getLoggedModel } from "../../tracking/contract/models.ts";
import { getRun, type Run } from "../../tracking/contract/runs.ts";
import { BadSource, sameRef, sourceOf, uuidOf, type Source } from "../domain/source.ts";
import { aliasTarget } from "../store/aliases.ts";
import { lockModel, modelByName } from "../store/models.ts";
import { contentIn, versionOf, type Content } from "../store/versions.ts";
import { hasTrained, metricsOf, sizeOf, trainedContent } from "./artifacts.ts";

export const emptyContent: Omit<Content, "location"> = {
  runId: null,
  runRef: null,
  loggedModelId: null,
  format: "mlflow",
  formatReason: null,
  algorithm: null,
  signature: null,
  gate: null,
  metrics: {},
  graphKey: null,
  graphSha256: null,
  nativeKey: null,
  referenceKey: null,
  sizeBytes: null,
  datasetId: null,
  datasetVersion: null,
};

interface Asked {
  source: string;
  run?: string | undefined;
  loggedModel?: string | undefined;
}

/** Wording that MLflow's clients know. */
function invalidSource(source: string, why: string, fix: string): Refusal {
  return refuse("invalid_input", `Invalid model version source: '${source}'. ${why}`, fix, { fields: [{ path: "source", message: why }] });
}

function notInside(source: string, name: "run_id" | "model_id"): Refusal {
  return invalidSource(
    source,
    `The ${name} request parameter must identify the resource that contains the source.`,
    `Name the ${name === "run_id" ? "run" : "logged model"} that holds these files.`,
  );
}

/** What a version of this source is made of. @throws Refusal `invalid_input` for a source that is not where it says it is. */
export async function contentOf(ctx: Ctx, modelId: string, asked: Asked): Promise<Content & { source: string }> {
  const source = read(asked.source);
  if (source.kind === "version") return await copied(ctx, modelId, source, asked);
  const content = { ...emptyContent, source: asked.source, location: asked.source };
  if (source.kind === "loggedModel" || asked.loggedModel !== undefined) return { ...content, ...(await ofLoggedModel(ctx, source, asked)) };
  const ref = asked.run ?? (source.kind === "run" ? source.run : undefined);
  if (ref === undefined) return content;
  if (source.kind === "run" && !sameRef(source.run, ref)) throw notInside(asked.source, "run_id");
  const run = await ourRun(ctx, ref);
  if (!run) {
    if (asked.run === undefined) throw notInside(asked.source, "run_id");
    if (source.kind === "run" && /^(mlflow-artifacts|https?):/i.test(asked.source)) throw notInside(asked.source, "run_id");
    return { ...content, runRef: ref };
  }
  if (source.kind === "run" && source.path === "model" && run.status === "finished" && (await hasTrained(ctx, run)))
    return { ...(await trainedContent(ctx, run)), source: asked.source, location: asked.source };
  const inside = source.kind === "run" ? await sizeOf(ctx, run, source.path) : null;
  return { ...content, runId: run.id, metrics: metricsOf(run), sizeBytes: inside, datasetId: run.datasetId, datasetVersion: run.datasetVersion };
}

function read(source: string): Source {
  try {
    return sourceOf(source);
  } catch (error) {
    if (!(error instanceof BadSource)) throw error;
    throw invalidSource(
      source,
      `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
      "Log the model in a run first and register runs:/<run>/<path>.",
    );
  }
}

/** The run, where it is one of this server that the actor may read. */
async function ourRun(ctx: Ctx, ref: string): Promise<Run | null> {
  const runId = uuidOf(ref);
  if (runId === null) return null;
  try {
    return await ctx.call(getRun, { runId });
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}

/** A copy takes over everything: what could be deployed before can be deployed under its new name. */
async function copied(ctx: Ctx, modelId: string, from: Source & { kind: "version" }, asked: Asked): Promise<Content & { source: string }> {
  const into = await lockModel(ctx.tx, ctx.workspaceId, modelId);
  const model = into && (await modelByName(ctx.tx, ctx.workspaceId, into.projectId, from.name));
  const number = model && (from.version ?? (await aliasTarget(ctx.tx, ctx.workspaceId, model.id, from.alias ?? "")));
  const version = model && number !== null && (await versionOf(ctx.tx, ctx.workspaceId, model.id, number));
  if (!version) throw invalidSource(asked.source, "There is no such version in this project.", "Name a version that is there, as models:/<name>/<number>.");
  if (version.kind === "prompt") throw invalidSource(asked.source, "Prompt versions cannot be used as model version sources.", "Register a model's version.");
  const run = version.runId ?? version.runRef ?? "";
  if ((asked.run !== undefined && !sameRef(asked.run, run)) || (asked.loggedModel !== undefined && !sameRef(asked.loggedModel, version.loggedModelId ?? "")))
    throw invalidSource(asked.source, "The run_id and model_id request parameters must match the referenced model version.", "Leave both out.");
  return { ...contentIn(version), source: `models:/${version.name}/${version.version}` };
}

/** Files of a logged model: they must be inside the one that is named. */
async function ofLoggedModel(ctx: Ctx, source: Source, asked: Asked): Promise<Partial<Content>> {
  const ref = asked.loggedModel ?? (source.kind === "loggedModel" ? source.loggedModel : "");
  const loggedModelId = uuidOf(ref);
  if (source.kind === "run" || loggedModelId === null || (source.kind === "loggedModel" && !sameRef(source.loggedModel, ref)))
    throw notInside(asked.source, "model_id");
  const model = await ctx.call(getLoggedModel, { loggedModelId }).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === "not_found") throw notInside(asked.source, "model_id");
    throw error;
  });
  const made = asked.run ?? model.sourceRunId;
  const run = made === null ? null : await ourRun(ctx, made);
  const { items, nextCursor } = await ctx.call(listModelArtifacts, { loggedModelId, prefix: "", limit: 1000 });
  return {
    loggedModelId,
    runId: run?.id ?? null,
    runRef: run ? null : made,
    algorithm: model.type,
    metrics: run ? metricsOf(run) : {},
    sizeBytes: items.length === 0 || nextCursor !== null ? null : items.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}
