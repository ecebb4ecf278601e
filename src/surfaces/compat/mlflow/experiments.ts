import {
  createExperiment,
  deleteExperiment,
  deleteExperimentTags,
  getExperiment,
  listExperiments,
  restoreExperiment,
  setExperimentTags,
  updateExperiment,
} from "../../../capabilities/tracking/contract/experiments.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { noExperiment } from "./lookups.ts";
import { paged } from "./paging.ts";
import { invalid, MlflowError } from "./problems.ts";
import { int, list, message, nested, required, string, unset } from "./proto.ts";
import { experimentShape, Tag, views, viewType, type Experiment } from "./shapes.ts";
import { checkKey, limits, tooLong } from "./validate.ts";

const ById = message({ experiment_id: required(string) });
const Create = message({ name: required(string), artifact_location: string, tags: list(nested(Tag)) });
const Search = message({ view_type: viewType, max_results: int, order_by: list(string), filter: string, page_token: string });

export function registerExperiments(d: Dialect): void {
  d.route("POST", "experiments/create", { message: Create, conflict: "RESOURCE_ALREADY_EXISTS" }, async (a) => {
    const { name, artifact_location: location, tags = [] } = a.message;
    checkName(name);
    for (const tag of tags) checkTag(tag.key, tag.value ?? "");
    const made = await a.call(createExperiment, {
      projectId: await a.projectId(),
      name,
      tags: Object.fromEntries(tags.map((tag) => [tag.key, tag.value ?? ""])),
      ...(location !== undefined && location !== "" && { artifactLocation: checkedLocation(location) }),
    });
    return { experiment_id: await a.experiments.numberOf(a, made.id) };
  });

  d.route("GET", "experiments/get", { message: ById }, async (a) => ({ experiment: await shown(a, await found(a, a.message.experiment_id)) }));

  d.route("GET", "experiments/get-by-name", { message: message({ experiment_name: required(string) }) }, async (a) => {
    const name = a.message.experiment_name;
    const { items } = await a.call(listExperiments, { projectId: await a.projectId(), name, view: "all", limit: 1 });
    const experiment = items[0] ?? (name === "Default" ? await found(a, "0") : undefined);
    // The default one may have another name by now.
    if (experiment?.name !== name) throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `Could not find experiment with name '${name}'`);
    return { experiment: await shown(a, experiment) };
  });

  d.route(["POST", "GET"], "experiments/search", { message: Search }, async (a) => {
    const m = a.message;
    await a.experiments.byNumber(a, "0").catch(() => null);
    const projectId = await a.projectId();
    const { items, token } = await paged(m.max_results ?? 1000, limits.searchResults, m.page_token, (page) =>
      a.call(listExperiments, {
        projectId,
        view: views[m.view_type ?? "ACTIVE_ONLY"],
        ...(m.filter !== undefined && m.filter !== "" && { filter: m.filter }),
        ...(m.order_by !== undefined && m.order_by.length > 0 && { orderBy: m.order_by }),
        ...page,
      }),
    );
    return unset({ experiments: await Promise.all(items.map((e) => shown(a, e))), next_page_token: token });
  });

  d.route(
    "POST",
    "experiments/update",
    { message: message({ experiment_id: required(string), new_name: required(string) }), conflict: "RESOURCE_ALREADY_EXISTS" },
    async (a) => {
      checkName(a.message.new_name);
      const experiment = await found(a, a.message.experiment_id);
      if (experiment.deletedAt !== null) throw new MlflowError("INVALID_STATE", "Cannot rename a non-active experiment.");
      await a.call(updateExperiment, { experimentId: experiment.id, name: a.message.new_name });
      return {};
    },
  );

  d.route("POST", "experiments/delete", { message: ById }, async (a) => {
    const experiment = await found(a, a.message.experiment_id);
    if (experiment.deletedAt !== null) throw noExperiment(a.message.experiment_id);
    await a.call(deleteExperiment, { experimentId: experiment.id });
    return {};
  });

  d.route("POST", "experiments/restore", { message: ById }, async (a) => {
    const experiment = await found(a, a.message.experiment_id);
    if (experiment.deletedAt === null) throw noExperiment(a.message.experiment_id);
    await a.call(restoreExperiment, { experimentId: experiment.id });
    return {};
  });

  const SetTag = message({ experiment_id: required(string), key: required(string), value: string });
  d.route("POST", "experiments/set-experiment-tag", { message: SetTag }, async (a) => {
    checkTag(a.message.key, a.message.value ?? "");
    const { id } = await a.experiments.byNumber(a, a.message.experiment_id);
    await a.call(setExperimentTags, { experimentId: id, tags: { [a.message.key]: a.message.value ?? "" } });
    return {};
  });

  d.route("POST", "experiments/delete-experiment-tag", { message: message({ experiment_id: required(string), key: required(string) }) }, async (a) => {
    const { id } = await a.experiments.byNumber(a, a.message.experiment_id);
    const { deleted } = await a.call(deleteExperimentTags, { experimentId: id, keys: [a.message.key] });
    if (deleted.length === 0)
      throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `No tag with name: ${a.message.key} in experiment with id ${a.message.experiment_id}`);
    return {};
  });
}

async function shown(a: Asked, experiment: Experiment): Promise<object> {
  return experimentShape(experiment, await a.experiments.numberOf(a, experiment.id));
}

/** The experiment with everything about it, deleted or not. */
async function found(a: Asked, text: string): Promise<Experiment> {
  const { id } = await a.experiments.byNumber(a, text);
  try {
    return await a.call(getExperiment, { experimentId: id });
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") throw noExperiment(text);
    throw error;
  }
}

function checkName(name: string): void {
  if (name.trim() === "") throw invalid(`Invalid experiment name: '${name}'`);
  if (name.length > limits.experimentName) throw tooLong("name", limits.experimentName);
}

function checkTag(key: string, value: string): void {
  checkKey(key, "key");
  if (value.length > limits.experimentTagValue) throw tooLong("value", limits.experimentTagValue);
}

/** A place a client chose: runs put their artifacts below it themselves, so it may lead nowhere else. */
function checkedLocation(location: string): string {
  if (location.length > 2000) throw tooLong("artifact_location", 2000);
  if (/[;#]/.test(location)) throw invalid("'artifact_location' URL can't include fragments or params.");
  if (location.split(/[/\\]/).includes("..")) throw invalid(`Invalid artifact_location '${location}': it may not lead upwards.`);
  return location;
}
