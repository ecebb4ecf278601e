import {
  addEvaluationExperiments,
  createEvaluation,
  deleteEvaluation,
  deleteEvaluationTags,
  deleteRecords,
  evaluationExperiments,
  getEvaluation,
  listRecords,
  mergeRecords,
  removeEvaluationExperiments,
  searchEvaluations,
  setEvaluationTags,
  type Evaluation,
  type EvaluationRecord,
} from "../../../capabilities/tracking/contract/evaluation.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect, RouteOptions } from "./dialect.ts";
import { newRecords, tagsOf } from "./evaluation-json.ts";
import { hex, millis, uuidOf } from "./ids.ts";
import { knownExperiments } from "./model-search.ts";
import { paged } from "./paging.ts";
import { phrased } from "./phrased.ts";
import { MlflowError } from "./problems.ts";
import { int, list, message, required, string, unset } from "./proto.ts";
import { limits } from "./validate.ts";

const v3 = { version: "3.0" } as const satisfies RouteOptions<never>;
const none = message({});
const Create = message({ name: required(string), experiment_ids: list(string), tags: string });
const Search = message({ experiment_ids: list(string), filter_string: string, max_results: int, order_by: list(string), page_token: string });
const Experiments = message({ experiment_ids: list(string) });
const userTag = "mlflow.user";
const pageSize = 1000;

/** MLflow's evaluation datasets: our evaluation sets. */
export function registerEvaluation(d: Dialect): void {
  d.route("POST", "datasets/create", { ...v3, message: Create }, async (a) => {
    const { name, experiment_ids: numbers = [] } = a.message;
    const tags = tagsOf(a.message.tags);
    const experiments = await Promise.all(numbers.map((n) => a.experiments.byNumber(a, n)));
    const user = tags[userTag];
    const set = await a.call(createEvaluation, {
      projectId: experiments[0]?.projectId ?? (await a.projectId()),
      name,
      tags,
      experimentIds: experiments.map((e) => e.id),
      createdBy: user ?? null,
    });
    return { dataset: unset({ ...setShape(set), experiment_ids: numbers }) };
  });

  d.route(["POST", "GET"], "datasets/search", { ...v3, message: Search }, async (a) => {
    const m = a.message;
    const numbers = m.experiment_ids ?? [];
    const experimentIds = await knownExperiments(a, numbers);
    if (numbers.length > 0 && experimentIds.length === 0) return {};
    const scope = numbers.length > 0 ? { experimentIds } : { projectId: await a.projectId() };
    const { items, token } = await paged(m.max_results ?? pageSize, limits.searchResults, m.page_token, (page) =>
      phrased(() => a.call(searchEvaluations, { ...scope, filter: m.filter_string ?? "", orderBy: m.order_by ?? [], ...page })),
    );
    return unset({ datasets: items.map(setShape), next_page_token: token });
  });

  d.route("GET", "datasets/:dataset_id", { ...v3, message: none }, async (a) => ({
    dataset: setShape(await named(a, (evaluationId) => a.call(getEvaluation, { evaluationId }))),
  }));

  d.route("DELETE", "datasets/:dataset_id", { ...v3, message: none }, async (a) => {
    await orNothing(a, (evaluationId) => a.call(deleteEvaluation, { evaluationId }));
    return {};
  });

  d.route("PATCH", "datasets/:dataset_id/tags", { ...v3, message: message({ tags: required(string) }) }, async (a) => {
    const tags = tagsOf(a.message.tags);
    const set = await named(a, (evaluationId) => a.call(setEvaluationTags, { evaluationId, tags }));
    return { dataset: setShape(set) };
  });

  d.route("DELETE", "datasets/:dataset_id/tags/*", { ...v3, message: none }, async (a) => {
    const key = a.params["*"] ?? "";
    await orNothing(a, (evaluationId) => a.call(deleteEvaluationTags, { evaluationId, keys: [key] }));
    return {};
  });

  d.route("POST", "datasets/:dataset_id/records", { ...v3, message: message({ records: required(string), updated_by: string }) }, async (a) => {
    const records = newRecords(a.message.records);
    const by = a.message.updated_by ?? records.map((r) => r.tags?.[userTag]).findLast((user) => typeof user === "string");
    const input = { records, updatedBy: typeof by === "string" && by !== "" ? by : null };
    const { inserted, updated } = await named(a, (evaluationId) => a.call(mergeRecords, { evaluationId, ...input }));
    return { inserted_count: inserted, updated_count: updated };
  });

  d.route("GET", "datasets/:dataset_id/records", { ...v3, message: message({ max_results: int, page_token: string }) }, async (a) => {
    const size = a.message.max_results === undefined || a.message.max_results === 0 ? pageSize : a.message.max_results;
    const { items, token } = await named(a, (evaluationId) =>
      paged(size, limits.searchResults, a.message.page_token, (page) => a.call(listRecords, { evaluationId, ...page })),
    );
    return unset({ records: JSON.stringify(items.map((r) => recordShape(setId(a), r))), next_page_token: token });
  });

  d.route("DELETE", "datasets/:dataset_id/records", { ...v3, message: message({ dataset_record_ids: list(string) }) }, async (a) => {
    const recordIds = (a.message.dataset_record_ids ?? []).flatMap((id) => (id.startsWith("dr-") ? (uuidOf(id.slice(3)) ?? []) : []));
    const { deleted } = await named(a, (evaluationId) => a.call(deleteRecords, { evaluationId, recordIds }));
    return { deleted_count: deleted };
  });

  d.route("GET", "datasets/:dataset_id/experiment-ids", { ...v3, message: none }, async (a) => {
    const found = await orNothing(a, (evaluationId) => a.call(evaluationExperiments, { evaluationId }));
    return unset({ experiment_ids: await Promise.all((found?.experiments ?? []).map((e) => a.experiments.numberOf(a, e.id))) });
  });

  d.route("POST", "datasets/:dataset_id/add-experiments", { ...v3, message: Experiments }, async (a) => {
    const found = await Promise.all((a.message.experiment_ids ?? []).map((n) => a.experiments.byNumber(a, n)));
    const input = { experimentIds: found.map((e) => e.id) };
    return { dataset: setShape(await named(a, (evaluationId) => a.call(addEvaluationExperiments, { evaluationId, ...input }))) };
  });

  d.route("POST", "datasets/:dataset_id/remove-experiments", { ...v3, message: Experiments }, async (a) => {
    const input = { experimentIds: await knownExperiments(a, a.message.experiment_ids ?? []) };
    return { dataset: setShape(await named(a, (evaluationId) => a.call(removeEvaluationExperiments, { evaluationId, ...input }))) };
  });
}

function setId(a: Asked): string {
  return a.params["dataset_id"] ?? "";
}

/** Acts on the set the path names. @throws MlflowError where there is none */
async function named<T>(a: Asked, act: (evaluationId: string) => Promise<T>): Promise<T> {
  const absent = new MlflowError("RESOURCE_DOES_NOT_EXIST", `Evaluation dataset with id '${setId(a)}' not found`);
  const uuid = setId(a).startsWith("d-") ? uuidOf(setId(a).slice(2)) : null;
  if (uuid === null) throw absent;
  try {
    return await act(uuid);
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") throw absent;
    throw error;
  }
}

/** Their server answers as if done where there is nothing to take away. */
async function orNothing<T>(a: Asked, act: (evaluationId: string) => Promise<T>): Promise<T | null> {
  try {
    return await named(a, act);
  } catch (error) {
    if (error instanceof MlflowError && error.code === "RESOURCE_DOES_NOT_EXIST") return null;
    throw error;
  }
}

function setShape(set: Evaluation): Record<string, unknown> {
  return unset({
    dataset_id: `d-${hex(set.id)}`,
    name: set.name,
    tags: JSON.stringify(set.tags),
    schema: set.schema && JSON.stringify(set.schema),
    profile: set.recordCount > 0 ? JSON.stringify({ num_records: set.recordCount }) : null,
    digest: set.digest,
    created_time: millis(set.createdAt),
    last_update_time: millis(set.updatedAt),
    created_by: set.createdBy,
    last_updated_by: set.updatedBy,
  });
}

function recordShape(datasetId: string, r: EvaluationRecord): object {
  const from = r.source?.data[r.source.type === "TRACE" ? "trace_id" : "source_id"];
  return unset({
    dataset_record_id: `dr-${hex(r.id)}`,
    dataset_id: datasetId,
    inputs: r.inputs,
    outputs: r.outputs,
    expectations: r.expectations,
    tags: r.tags,
    source: r.source && { source_type: r.source.type, source_data: r.source.data },
    source_id: typeof from === "string" ? from : null,
    source_type: r.source?.type,
    created_time: millis(r.createdAt),
    last_update_time: millis(r.updatedAt),
    created_by: r.createdBy,
    last_updated_by: r.updatedBy,
  });
}
