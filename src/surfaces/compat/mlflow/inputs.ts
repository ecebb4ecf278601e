import * as z from "zod";
import { logInputs, logOutputs, recordModel, searchInputDatasets } from "../../../capabilities/tracking/contract/inputs.ts";
import type { Dialect } from "./dialect.ts";
import { modelUuid, runUuid } from "./ids.ts";
import { noModel } from "./models.ts";
import { invalid } from "./problems.ts";
import { int, list, message, nested, required, string, unset, type ReadOf } from "./proto.ts";
import { named } from "./runs.ts";
import { Tag } from "./shapes.ts";
import { tooLong } from "./validate.ts";

const Dataset = message({
  name: required(string),
  digest: required(string),
  source_type: required(string),
  source: required(string),
  schema: string,
  profile: string,
});
const DatasetInput = message({ tags: list(nested(Tag)), dataset: required(nested(Dataset)) });
const LogInputs = message({ run_id: required(string), datasets: list(nested(DatasetInput)), models: list(nested(message({ model_id: required(string) }))) });
const LogOutputs = message({ run_id: required(string), models: required(list(nested(message({ model_id: required(string), step: int })))) });

const longest = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 } as const;
// A profile alone may be 16 MB.
const bodyLimit = 40 * 1024 * 1024;
const mostExperiments = 20;

export function registerInputs(d: Dialect): void {
  d.route("POST", "runs/log-inputs", { message: LogInputs, bodyLimit }, async (a) => {
    const { run_id: run, datasets = [], models = [] } = a.message;
    const runId = runUuid(run);
    const input = { runId, datasets: datasets.map(datasetInput), models: models.map((m) => uuid(m.model_id)) };
    await named(run, () => a.call(logInputs, input));
    return {};
  });

  d.route("POST", "runs/outputs", { message: LogOutputs }, async (a) => {
    const runId = runUuid(a.message.run_id);
    const models = a.message.models.map(({ model_id: id, step = 0 }) => ({ modelId: uuid(id), step }));
    await named(a.message.run_id, () => a.call(logOutputs, { runId, models }));
    return {};
  });

  d.route("POST", "runs/log-model", { message: message({ run_id: required(string), model_json: required(string) }) }, async (a) => {
    const runId = runUuid(a.message.run_id);
    const model = legacyModel(a.message.model_json);
    await named(a.message.run_id, () => a.call(recordModel, { runId, model }));
    return {};
  });

  d.route("POST", "experiments/search-datasets", { ajaxOnly: true, message: message({ experiment_ids: list(string) }) }, async (a) => {
    const { experiment_ids: numbers = [] } = a.message;
    if (numbers.length === 0) throw invalid("SearchDatasets request must specify at least one experiment_id.");
    if (numbers.length > mostExperiments)
      throw invalid(`SearchDatasets request cannot specify more than ${mostExperiments} experiment_ids. Received ${numbers.length} experiment_ids.`);
    const experiments = await Promise.all(numbers.map((n) => a.experiments.byNumber(a, n)));
    const { datasets } = await a.call(searchInputDatasets, { experimentIds: experiments.map((e) => e.id) });
    const number = new Map(experiments.map((e, i) => [e.id, numbers[i] ?? ""]));
    return unset({
      dataset_summaries: datasets.map(({ experimentId, name, digest, context }) => unset({ experiment_id: number.get(experimentId), name, digest, context })),
    });
  });
}

function uuid(id: string): string {
  const found = modelUuid(id);
  if (found === null) throw noModel(id);
  return found;
}

function datasetInput({ dataset, tags = [] }: ReadOf<typeof DatasetInput>) {
  for (const [field, limit] of Object.entries(longest)) if ((dataset[field as keyof typeof longest]?.length ?? 0) > limit) throw tooLong(field, limit);
  for (const { key, value = "" } of tags) {
    if (key.length > 255) throw tooLong("key", 255);
    if (value.length > 500) throw tooLong("value", 500);
  }
  const { name, digest, source_type: sourceType, source, schema = null, profile = null } = dataset;
  return { dataset: { name, digest, sourceType, source, schema, profile }, tags: Object.fromEntries(tags.map(({ key, value = "" }) => [key, value])) };
}

const mandatory = ["artifact_path", "flavors", "utc_time_created", "run_id"];
const kept = ["run_id", "utc_time_created", "artifact_path", "model_uuid"];
const Model = z.record(z.string(), z.json());

/** What of a model's description the tag keeps: where it lies, when it was made, its flavours without their settings. */
function legacyModel(text: string): z.output<typeof Model> {
  const parsed = Model.safeParse(parse(text));
  if (!parsed.success) throw invalid(`Malformed model info. \n ${text.slice(0, 1000)} \n is not a valid JSON.`);
  const model = parsed.data;
  const missing = mandatory.filter((key) => !(key in model));
  if (missing.length > 0) throw invalid(`Model json is missing mandatory fields: {${missing.map((key) => `'${key}'`).join(", ")}}`);
  const flavors = Object.entries(z.record(z.string(), z.json()).catch({}).parse(model["flavors"]));
  const bare = flavors.map(([name, settings]) => {
    const known = Model.safeParse(settings);
    return [name, known.success ? Object.fromEntries(Object.entries(known.data).filter(([key]) => key !== "config")) : settings] as const;
  });
  return { ...Object.fromEntries(kept.flatMap((key) => (model[key] === undefined ? [] : [[key, model[key]]]))), flavors: Object.fromEntries(bare) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
