import { deleteAlias, getVersionByAlias, setAlias } from "../../../capabilities/registry/contract/aliases.ts";
import {
  createModel,
  deleteModel,
  deleteModelTags,
  getModelByName,
  searchModels,
  setModelTags,
  updateModel,
} from "../../../capabilities/registry/contract/models.ts";
import { promptTag, type Model } from "../../../capabilities/registry/contract/shapes.ts";
import { getVersion, latestVersions } from "../../../capabilities/registry/contract/versions.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { invalidValue, MlflowError } from "./problems.ts";
import { int, list, message, required, string, unset } from "./proto.ts";
import { checkAlias, checkTag } from "./registry-checks.ts";
import { checkName, latestBy, modelNamed, noVersion, orElse, versionAt } from "./registry-found.ts";
import { modelMessage, stageOf, tagList, tagsOf, text, versionMessage } from "./registry-shapes.ts";
import { registerVersions } from "./registry-versions.ts";
import { cursorToken, openCursor } from "./tokens.ts";

const Named = message({ name: required(string) });
const Aliased = message({ name: required(string), alias: required(string) });
const mostModels = 1000;
const pageOfModels = 100;

async function shown(asked: Asked, model: Model): Promise<object> {
  return modelMessage(model, (await latestBy(asked, [model])).get(model.id) ?? []);
}

/** Registered models, their tags and aliases; prompts are registered models with a tag. */
export function registerRegistry(d: Dialect): void {
  d.route("POST", "registered-models/create", { message: message({ name: required(string), description: string, tags: tagList }) }, async (a) => {
    const { name, description } = a.message;
    checkName(name);
    const tags = tagsOf(a.message.tags);
    for (const [key, value] of Object.entries(tags)) checkTag(key, value);
    const projectId = await a.projectId();
    try {
      const made = await a.call(createModel, { projectId, name, tags, ...(description !== undefined && { description }) });
      return { registered_model: modelMessage(made, []) };
    } catch (error) {
      if (error instanceof Refusal && error.code === "conflict") throw await taken(a, projectId, name, tags[promptTag]?.toLowerCase() === "true");
      throw error;
    }
  });

  d.route("GET", "registered-models/get", { message: Named }, async (a) => ({ registered_model: await shown(a, await modelNamed(a, a.message.name)) }));

  d.route(
    "POST",
    "registered-models/rename",
    { message: message({ name: required(string), new_name: required(string) }), conflict: "RESOURCE_ALREADY_EXISTS" },
    async (a) => {
      const { name, new_name: wanted } = a.message;
      const { id } = await modelNamed(a, name);
      checkName(wanted, "new_name");
      try {
        return { registered_model: await shown(a, await a.call(updateModel, { modelId: id, name: wanted })) };
      } catch (error) {
        if (error instanceof Refusal && error.code === "conflict")
          throw new MlflowError("RESOURCE_ALREADY_EXISTS", `Registered Model (name=${wanted}) already exists.`);
        throw error;
      }
    },
  );

  d.route("PATCH", "registered-models/update", { message: message({ name: required(string), description: string }) }, async (a) => {
    const { id } = await modelNamed(a, a.message.name);
    return { registered_model: await shown(a, await a.call(updateModel, { modelId: id, description: a.message.description ?? "" })) };
  });

  d.route("DELETE", "registered-models/delete", { message: Named }, async (a) => {
    const { id } = await modelNamed(a, a.message.name);
    await a.call(deleteModel, { modelId: id });
    return {};
  });

  d.route(
    ["GET", "POST"],
    "registered-models/search",
    { message: message({ filter: string, max_results: int, order_by: list(string), page_token: string }) },
    async (a) => {
      const { filter, max_results: limit = pageOfModels, order_by: orderBy = [] } = a.message;
      if (limit > mostModels || limit < 1) throw invalidValue("max_results", limit, `It must be between 1 and ${mostModels}.`);
      const cursor = openCursor(a.message.page_token);
      const projectId = await a.projectId();
      const found = await a.call(searchModels, { projectId, limit, orderBy, ...(filter !== undefined && { filter }), ...(cursor !== undefined && { cursor }) });
      const latest = await latestBy(a, found.items);
      return unset({
        registered_models: found.items.map((model) => modelMessage(model, latest.get(model.id) ?? [])),
        next_page_token: cursorToken(found.nextCursor),
      });
    },
  );

  d.route(["GET", "POST"], "registered-models/get-latest-versions", { message: message({ name: required(string), stages: list(string) }) }, async (a) => {
    const stages = [...new Set((a.message.stages ?? []).map(stageOf))];
    const { id } = await modelNamed(a, a.message.name);
    const { items } = await a.call(latestVersions, { modelIds: [id], stages });
    return unset({ model_versions: items.map(versionMessage) });
  });

  d.route("POST", "registered-models/set-tag", { message: message({ name: required(string), key: required(string), value: text }) }, async (a) => {
    const { name, key, value = "" } = a.message;
    checkTag(key, value);
    const { id } = await modelNamed(a, name);
    await a.call(setModelTags, { modelId: id, tags: { [key]: value } });
    return {};
  });

  d.route("DELETE", "registered-models/delete-tag", { message: message({ name: required(string), key: required(string) }) }, async (a) => {
    checkTag(a.message.key, "");
    const { id } = await modelNamed(a, a.message.name);
    await a.call(deleteModelTags, { modelId: id, keys: [a.message.key] });
    return {};
  });

  d.route("POST", "registered-models/alias", { message: message({ name: required(string), alias: required(string), version: required(text) }) }, async (a) => {
    const { name, alias, version } = a.message;
    checkName(name);
    checkAlias(alias, true);
    const { id } = await modelNamed(a, name);
    const at = await versionAt(a, name, version);
    await orElse(
      () => noVersion(name, version),
      async () => await a.call(setAlias, { modelId: id, alias, version: at.version }),
    );
    return {};
  });

  d.route("DELETE", "registered-models/alias", { message: Aliased }, async (a) => {
    checkAlias(a.message.alias, false);
    const { id } = await modelNamed(a, a.message.name);
    await a.call(deleteAlias, { modelId: id, alias: a.message.alias });
    return {};
  });

  d.route("GET", "registered-models/alias", { message: Aliased }, async (a) => {
    const { name, alias } = a.message;
    checkAlias(alias, false);
    const { id, latestVersion } = await modelNamed(a, name);
    if (alias.toLowerCase() === "latest") {
      if (latestVersion === null) throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `Latest version not found for model ${name}.`);
      return { model_version: versionMessage(await a.call(getVersion, { modelId: id, version: latestVersion })) };
    }
    const version = await orElse(
      () => new MlflowError("INVALID_PARAMETER_VALUE", `Registered model alias ${alias} not found.`),
      async () => await a.call(getVersionByAlias, { modelId: id, alias }),
    );
    return { model_version: versionMessage(version) };
  });

  registerVersions(d);
}

/** Says what holds a name, as these clients expect it. */
async function taken(asked: Asked, projectId: string, name: string, prompt: boolean): Promise<MlflowError> {
  const holder = await asked.call(getModelByName, { projectId, name });
  const [wanted, there] = [prompt, holder.kind === "prompt"].map((is) => (is ? "Prompt" : "Registered Model"));
  const message =
    wanted === there
      ? `${wanted} (name=${name}) already exists.`
      : `Tried to create a ${wanted?.toLowerCase()} with name '${name}', but the name is already taken by a ${there?.toLowerCase()}. A model and a prompt cannot have the same name.`;
  return new MlflowError("RESOURCE_ALREADY_EXISTS", message);
}
