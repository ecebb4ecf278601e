import { getModelByName } from "../../../capabilities/registry/contract/models.ts";
import type { Model, ModelVersion, VersionSummary } from "../../../capabilities/registry/contract/shapes.ts";
import { getVersion, latestVersions } from "../../../capabilities/registry/contract/versions.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked } from "./dialect.ts";
import { invalid, MlflowError, missing } from "./problems.ts";
import { versionNumber } from "./registry-shapes.ts";
import { checkKey } from "./validate.ts";

/** @throws MlflowError where no model may be called so. */
export function checkName(name: string, path = "name"): string {
  if (name.trim() === "") throw missing(path);
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name.slice(0, 300)}'. Names cannot contain '/' or ':'.`);
  if (name === "." || name === "..") checkKey(name, path);
  return name;
}

export function noModel(name: string): MlflowError {
  return new MlflowError("RESOURCE_DOES_NOT_EXIST", `Registered Model with name=${name} not found`);
}

export function noVersion(name: string, version: string | number): MlflowError {
  return new MlflowError("RESOURCE_DOES_NOT_EXIST", `Model Version (name=${name}, version=${version}) not found`);
}

/** Runs `body`; what it does not find is said in the client's words. */
export async function orElse<T>(absent: () => MlflowError, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") throw absent();
    throw error;
  }
}

/** The model or prompt of a name, in the project where this client's names live. */
export async function modelNamed(asked: Asked, name: string): Promise<Model> {
  checkName(name);
  const projectId = await asked.projectId();
  return await orElse(
    () => noModel(name),
    async () => await asked.call(getModelByName, { projectId, name }),
  );
}

/** The ids behind a name and a number. */
export async function versionAt(asked: Asked, name: string, version: string): Promise<{ modelId: string; version: number }> {
  checkName(name);
  const number = versionNumber(version);
  const absent = (): MlflowError => noVersion(name, number);
  if (number < 1 || number > 2_147_483_647) throw absent();
  const projectId = await asked.projectId();
  const { id } = await orElse(absent, async () => await asked.call(getModelByName, { projectId, name }));
  return { modelId: id, version: number };
}

export async function versionNamed(asked: Asked, name: string, version: string): Promise<ModelVersion> {
  const at = await versionAt(asked, name, version);
  return await orElse(
    () => noVersion(name, at.version),
    async () => await asked.call(getVersion, at),
  );
}

/** The newest version of each stage, by model. */
export async function latestBy(asked: Asked, models: readonly Model[]): Promise<Map<string, VersionSummary[]>> {
  const by = new Map<string, VersionSummary[]>(models.map((model) => [model.id, []]));
  const made = models.filter((model) => model.latestVersion !== null).map((model) => model.id);
  if (made.length === 0) return by;
  const { items } = await asked.call(latestVersions, { modelIds: made });
  for (const version of items) by.get(version.modelId)?.push(version);
  return by;
}
