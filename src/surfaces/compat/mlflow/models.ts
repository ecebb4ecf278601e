import {
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTags,
  finalizeLoggedModel,
  getLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
  type LoggedModel,
  type LoggedModelStatus,
} from "../../../capabilities/tracking/contract/models.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { send } from "./artifacts.ts";
import { safePath } from "./artifact-paths.ts";
import { children, fileInfo } from "./artifact-store.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { hex, millis, modelId, modelUuid, uuidOf } from "./ids.ts";
import { invalid, MlflowError } from "./problems.ts";
import { bool, list, message, nested, oneOf, required, string, unset } from "./proto.ts";
import { experimentRoot, metricValue, pairs, Tag, type Place } from "./shapes.ts";

const theirs: Record<LoggedModelStatus, string> = { pending: "LOGGED_MODEL_PENDING", ready: "LOGGED_MODEL_READY", failed: "LOGGED_MODEL_UPLOAD_FAILED" };
const ours = { LOGGED_MODEL_PENDING: "pending", LOGGED_MODEL_READY: "ready", LOGGED_MODEL_UPLOAD_FAILED: "failed" } as const;

const Create = message({
  experiment_id: required(string),
  name: string,
  model_type: string,
  source_run_id: string,
  params: list(nested(Tag)),
  tags: list(nested(Tag)),
});
const Finalize = message({ status: required(oneOf({ LOGGED_MODEL_PENDING: 1, LOGGED_MODEL_READY: 2, LOGGED_MODEL_UPLOAD_FAILED: 3 })) });

export function registerModels(d: Dialect): void {
  d.route("POST", "logged-models", { message: Create }, async (a) => {
    const m = a.message;
    const experiment = await a.experiments.byNumber(a, m.experiment_id);
    if (m.name !== undefined && m.name !== "") checkName(m.name);
    const model = await a.call(createLoggedModel, {
      experimentId: experiment.id,
      params: record(m.params),
      tags: record(m.tags),
      ...(m.name !== undefined && m.name !== "" && { name: m.name }),
      ...(m.model_type !== undefined && m.model_type !== "" && { type: m.model_type }),
      ...(m.source_run_id !== undefined && m.source_run_id !== "" && { sourceRunId: uuidOf(m.source_run_id) ?? m.source_run_id }),
    });
    return { model: modelShape(model, await a.experiments.placeOf(a, model.experimentId)) };
  });

  d.route("GET", "logged-models/:model_id", { message: message({ allow_deleted: bool }) }, async (a) => {
    const model = await found(a, a.message.allow_deleted ?? false);
    return { model: modelShape(model, await a.experiments.placeOf(a, model.experimentId)) };
  });

  d.route("PATCH", "logged-models/:model_id", { message: Finalize }, async (a) => {
    const model = await named(a, (loggedModelId) => a.call(finalizeLoggedModel, { loggedModelId, status: ours[a.message.status] }));
    return { model: modelShape(model, await a.experiments.placeOf(a, model.experimentId)) };
  });

  d.route("DELETE", "logged-models/:model_id", { message: message({}) }, async (a) => {
    await named(a, (loggedModelId) => a.call(deleteLoggedModel, { loggedModelId }));
    return {};
  });

  d.route("PATCH", "logged-models/:model_id/tags", { message: message({ tags: list(nested(Tag)) }) }, async (a) => {
    await named(a, (loggedModelId) => a.call(setLoggedModelTags, { loggedModelId, tags: record(a.message.tags) }));
    return {};
  });

  d.route("DELETE", "logged-models/:model_id/tags/*", { message: message({}) }, async (a) => {
    const key = a.params["*"] ?? "";
    const { deleted } = await named(a, (loggedModelId) => a.call(deleteLoggedModelTags, { loggedModelId, keys: [key] }));
    if (deleted.length === 0) throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `No tag with key '${key}' found for model with ID '${idOf(a)}'.`);
    return {};
  });

  d.route("POST", "logged-models/:model_id/params", { message: message({ params: list(nested(Tag)) }) }, async (a) => {
    await named(a, (loggedModelId) => a.call(logLoggedModelParams, { loggedModelId, params: record(a.message.params) }));
    return {};
  });

  d.route("GET", "logged-models/:model_id/artifacts/directories", { message: message({ artifact_directory_path: string, page_token: string }) }, async (a) => {
    const model = await found(a, false);
    const folder = safePath(a.message.artifact_directory_path ?? "");
    const entries = await children(a, { kind: "model", id: model.id }, folder);
    return unset({
      root_uri: artifactUri(model, await a.experiments.placeOf(a, model.experimentId)),
      files: entries.map((e) => fileInfo(e, folder === "" ? e.name : `${folder}/${e.name}`)),
    });
  });

  d.route("GET", "logged-models/:model_id/artifacts/files", { ajaxOnly: true, message: message({ artifact_file_path: string }) }, async (a) => {
    const { artifact_file_path: path = "" } = a.message;
    if (path === "") throw new MlflowError("BAD_REQUEST", 'Request must include the "artifact_file_path" query parameter.');
    const model = await found(a, false);
    return await send(d, a, { kind: "model", id: model.id }, safePath(path));
  });
}

function idOf(a: Asked): string {
  return a.params["model_id"] ?? "";
}

/** Acts on the model the path names; one that is not there is named as the client named it. */
async function named<T>(a: Asked, act: (loggedModelId: string) => Promise<T>): Promise<T> {
  const uuid = modelUuid(idOf(a));
  if (uuid === null) throw noModel(idOf(a));
  try {
    return await act(uuid);
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") throw noModel(idOf(a));
    throw error;
  }
}

async function found(a: Asked, deleted: boolean): Promise<LoggedModel> {
  return await named(a, (loggedModelId) => a.call(getLoggedModel, { loggedModelId, deleted }));
}

/** Of a key that stands twice the later one is meant. */
function record(tags: readonly { key: string; value?: string | undefined }[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ key, value = "" }) => [key, value]));
}

export function noModel(id: string): MlflowError {
  return new MlflowError("RESOURCE_DOES_NOT_EXIST", `Logged model with ID '${id}' not found.`);
}

function checkName(name: string): void {
  if (/[/:.%"']/.test(name))
    throw invalid(
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
}

function artifactUri(model: LoggedModel, at: Place): string {
  return `${experimentRoot(at.number, at.location).replace(/\/$/, "")}/models/${modelId(model.id)}/artifacts`;
}

/** A logged model as these clients read it. */
export function modelShape(model: LoggedModel, at: Place): object {
  const { sourceRunId } = model;
  const id = modelId(model.id);
  return {
    info: unset({
      model_id: id,
      experiment_id: at.number,
      name: model.name,
      creation_timestamp_ms: millis(model.createdAt),
      last_updated_timestamp_ms: millis(model.updatedAt),
      artifact_uri: artifactUri(model, at),
      status: theirs[model.status],
      model_type: model.type,
      source_run_id: sourceRunId === null ? null : uuidOf(hex(sourceRunId)) === null ? sourceRunId : hex(sourceRunId),
      status_message: model.statusMessage,
      tags: pairs(model.tags),
    }),
    data: unset({
      params: pairs(model.params),
      metrics: model.metrics.map((m) =>
        unset({
          key: m.key,
          value: typeof m.value === "number" ? m.value : metricValue(null, m.value),
          timestamp: millis(m.timestamp),
          step: m.step,
          dataset_name: m.datasetName,
          dataset_digest: m.datasetDigest,
          model_id: id,
          run_id: hex(m.runId),
        }),
      ),
    }),
  };
}
