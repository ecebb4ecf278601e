import { readFile } from "node:fs/promises";
import type { InputFactories, World } from "../../../tests/world.ts";
import type { JsonValue } from "../../kernel/contract/common.ts";
import { logArtifact } from "../tracking/contract/artifacts.ts";
import { logMetrics } from "../tracking/contract/metrics.ts";
import { createRun, updateRun } from "../tracking/contract/runs.ts";
import { setAlias } from "./contract/aliases.ts";
import { createModel, setModelTags } from "./contract/models.ts";
import type { Model, ModelVersion, Stage } from "./contract/shapes.ts";
import { promoteModel } from "./contract/stages.ts";
import { registerModel, setVersionTags } from "./contract/versions.ts";

/**
 * A real small model. `survival-1` and `survival-2` classify (Age, Fare, Sex → "0" or "1") and answer differently,
 * `price-1` regresses (area, rooms → value).
 */
export type Fixture = "survival-1" | "survival-2" | "price-1";

export interface RunOptions {
  fixture?: Fixture;
  /** The gate fails and no graph is logged: the version will be native. */
  native?: boolean;
  /** Files that replace the fixture's, or are left out where null. */
  files?: Readonly<Record<string, string | Uint8Array | null>>;
  metrics?: Readonly<Record<string, number>>;
}

/** A finished run with model files, made by tracking's own operations; answers its id. */
export async function aModelRun(w: World, options: RunOptions = {}): Promise<string> {
  const fixture = options.fixture ?? "survival-1";
  const params = { algorithm: options.native ? "hist_gradient_boosting" : "logistic_regression" };
  const run = await w.call(createRun, { projectId: w.projectId, params });
  const metrics = Object.entries(options.metrics ?? { accuracy: 0.81, roc_auc: 0.86, fold_accuracy: 0.8 });
  await w.call(logMetrics, { runId: run.id, metrics: metrics.map(([key, value]) => ({ key, value })) });
  for (const [name, content] of Object.entries(await modelFiles(fixture, options))) {
    const stored = await w.services.objects.putContent(w.workspaceId, content);
    await w.call(logArtifact, {
      runId: run.id,
      path: `model/${name}`,
      ...stored,
      mediaType: name.endsWith(".json") ? "application/json" : "application/octet-stream",
    });
  }
  await w.call(updateRun, { runId: run.id, status: "finished" });
  return run.id;
}

async function modelFiles(fixture: Fixture, options: RunOptions): Promise<Record<string, string | Uint8Array>> {
  const read = (file: string): Promise<Buffer> => readFile(new URL(`./fixtures/${fixture}/${file}`, import.meta.url));
  const files: Record<string, string | Uint8Array | null> = {
    "model.onnx": await read("model.onnx"),
    "signature.json": await read("signature.json"),
    "reference.json": await read("reference.json"),
    "gate.json": await read("gate.json"),
    "native.joblib": "bytes of the library's own format",
  };
  if (options.native) {
    files["model.onnx"] = null;
    files["gate.json"] = JSON.stringify({ passed: false, rowsCompared: 0, reason: "This algorithm has no converter to ONNX." });
  }
  Object.assign(files, options.files);
  return Object.fromEntries(Object.entries(files).flatMap(([name, content]) => (content === null ? [] : [[name, content]])));
}

/** A registered version, of the named model or a new one. */
export async function aVersion(w: World, options: RunOptions & { name?: string } = {}): Promise<ModelVersion> {
  const runId = await aModelRun(w, options);
  return await w.call(registerModel, { projectId: w.projectId, name: options.name ?? `churn ${w.unique()}`, runId });
}

/** A stage change that needs nobody's agreement. */
export async function promoted(w: World, version: ModelVersion, stage: Exclude<Stage, "production"> = "staging"): Promise<ModelVersion> {
  return await w.call(promoteModel, { modelId: version.modelId, version: version.version, stage });
}

export async function anEmptyModel(w: World, name = `empty ${w.unique()}`): Promise<Model> {
  return await w.call(createModel, { projectId: w.projectId, name });
}

async function anAlias(w: World): Promise<Record<string, JsonValue>> {
  const { modelId, version } = await aVersion(w);
  await w.call(setAlias, { modelId, alias: "champion", version });
  return { modelId, alias: "champion" };
}

async function target(w: World): Promise<{ modelId: string; version: number }> {
  const { modelId, version } = await aVersion(w);
  return { modelId, version };
}

async function model(w: World): Promise<Record<string, JsonValue>> {
  return { modelId: (await aVersion(w)).modelId };
}

export const inputs: InputFactories = {
  "models.register": async (w) => ({ projectId: w.projectId, name: `churn ${w.unique()}`, runId: await aModelRun(w) }),
  "models.create": async (w) => ({ projectId: w.projectId, name: `empty ${w.unique()}`, tags: { team: "risk" } }),
  "models.createVersion": async (w) => {
    const runId = await aModelRun(w);
    return { modelId: (await anEmptyModel(w)).id, source: `runs:/${runId.replaceAll("-", "")}/plots`, run: runId };
  },
  "models.search": async (w) => ({ projectId: w.projectId, filter: "name LIKE 'churn%'" }),
  "models.searchVersions": async (w) => ({ projectId: w.projectId, filter: "version_number > 0" }),
  "models.latestVersions": async (w) => ({ modelIds: [(await aVersion(w)).modelId] }),
  "models.getByName": async (w) => ({ projectId: w.projectId, name: (await anEmptyModel(w)).name }),
  "models.byAlias": anAlias,
  "models.setAlias": async (w) => ({ ...(await target(w)), alias: "champion" }),
  "models.deleteAlias": anAlias,
  "models.setTags": async (w) => ({ ...(await model(w)), tags: { team: "risk" } }),
  "models.deleteTags": async (w) => {
    const { modelId } = await aVersion(w);
    await w.call(setModelTags, { modelId, tags: { team: "risk" } });
    return { modelId, keys: ["team"] };
  },
  "models.setVersionTags": async (w) => ({ ...(await target(w)), tags: { reviewed: "yes" } }),
  "models.deleteVersionTags": async (w) => {
    const at = await target(w);
    await w.call(setVersionTags, { ...at, tags: { reviewed: "yes" } });
    return { ...at, keys: ["reviewed"] };
  },
  "models.delete": model,
  "models.deleteVersion": target,
  "models.list": async (w) => ({ projectId: w.projectId }),
  "models.get": model,
  "models.versions": model,
  "models.getVersion": target,
  "models.update": async (w) => ({ ...(await model(w)), description: "Who will leave next month" }),
  "models.updateVersion": async (w) => ({ ...(await target(w)), description: "Without the name column", tags: { reviewed: "yes" } }),
  "models.promote": async (w) => ({ ...(await target(w)), stage: "staging", reason: "Best of the week" }),
  "models.rollback": async (w) => {
    const first = await aVersion(w);
    const second = await aVersion(w, { name: first.name, fixture: "survival-2" });
    await promoted(w, first);
    await promoted(w, second);
    return { modelId: first.modelId, stage: "staging", reason: "It answers too slowly" };
  },
  "models.history": model,
  "models.archive": model,
};
