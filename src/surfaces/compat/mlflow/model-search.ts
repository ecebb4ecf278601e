import { searchLoggedModels } from "../../../capabilities/tracking/contract/models.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { modelShape } from "./models.ts";
import { paged } from "./paging.ts";
import { phrased } from "./phrased.ts";
import { invalid, MlflowError } from "./problems.ts";
import { bool, int, list, message, nested, required, string, unset, type ReadOf } from "./proto.ts";
import type { Place } from "./shapes.ts";
import { cursorToken, openCursor, openToken, pageToken } from "./tokens.ts";
import { limits } from "./validate.ts";

const Dataset = message({ dataset_name: string, dataset_digest: string });
const OrderBy = message({ field_name: required(string), ascending: bool, dataset_name: string, dataset_digest: string });
const Search = message({
  experiment_ids: required(list(string)),
  filter: string,
  datasets: list(nested(Dataset)),
  max_results: int,
  order_by: list(nested(OrderBy)),
  page_token: string,
});
type Search = ReadOf<typeof Search>;

const pageSize = 100;

export function registerModelSearch(d: Dialect): void {
  d.route("POST", "logged-models/search", { message: Search }, async (a) => {
    const m = a.message;
    const query = queryOf(m);
    const from = openPinned(m.page_token, query);
    const experimentIds = await knownExperiments(a, m.experiment_ids);
    if (experimentIds.length === 0) return {};
    const datasets = (m.datasets ?? []).map(({ dataset_name: name = "", dataset_digest: digest = "" }) => {
      if (name === "") throw invalid("`dataset_name` in the `datasets` clause must be specified.");
      return { name, ...(digest !== "" && { digest }) };
    });
    const orderBy = (m.order_by ?? []).map(({ field_name: field, ascending = true, dataset_name: name = "", dataset_digest: digest = "" }) => ({
      field,
      ascending,
      ...(name !== "" && { datasetName: name }),
      ...(digest !== "" && { datasetDigest: digest }),
    }));
    const size = m.max_results === undefined || m.max_results === 0 ? pageSize : m.max_results;
    const { items, token } = await paged(size, limits.searchResults, from, (page) =>
      phrased(() => a.call(searchLoggedModels, { experimentIds, filter: m.filter ?? "", datasets, orderBy, ...page })),
    );
    const places = new Map<string, Place>();
    for (const { experimentId } of items) if (!places.has(experimentId)) places.set(experimentId, await a.experiments.placeOf(a, experimentId));
    const models = items.flatMap((model) => {
      const place = places.get(model.experimentId);
      return place ? [modelShape(model, place)] : [];
    });
    return unset({ models, next_page_token: token && pageToken({ ...query, cursor: openCursor(token) }) });
  });
}

/** Of these experiments, those that exist. */
export async function knownExperiments(a: Asked, numbers: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    numbers.map((number) =>
      a.experiments.byNumber(a, number).catch((error: unknown) => {
        if (error instanceof MlflowError && error.code === "RESOURCE_DOES_NOT_EXIST") return null;
        throw error;
      }),
    ),
  );
  return [...new Set(found.flatMap((e) => (e ? [e.id] : [])))];
}

interface Query {
  experiment_ids: readonly string[];
  filter_string: string | null;
  order_by: readonly object[] | null;
}

function queryOf(m: Search): Query {
  const order = m.order_by?.map((o) => ({
    field_name: o.field_name,
    ascending: o.ascending ?? true,
    dataset_name: o.dataset_name ?? null,
    dataset_digest: o.dataset_digest ?? null,
  }));
  return { experiment_ids: m.experiment_ids, filter_string: m.filter === "" ? null : (m.filter ?? null), order_by: order && order.length > 0 ? order : null };
}

const words = { experiment_ids: "Experiment IDs", filter_string: "Filter string", order_by: "Order by" } as const;

/** A token goes on with the search it came from and with no other. @throws MlflowError naming what differs */
function openPinned(token: string | undefined, query: Query): string | undefined {
  const content = openToken(token);
  if (content === null) return undefined;
  for (const part of ["experiment_ids", "filter_string", "order_by"] as const) {
    const [expected, given] = [JSON.stringify(query[part]), JSON.stringify(content[part] ?? null)];
    if (expected !== given)
      throw invalid(
        `${words[part]} in the page token ${part === "experiment_ids" ? "do" : "does"} not match the requested ${words[part].toLowerCase().replace("ids", "IDs")}. ` +
          `Expected: ${expected}. Found: ${given}`,
      );
  }
  return cursorToken(typeof content["cursor"] === "string" ? content["cursor"] : null);
}
