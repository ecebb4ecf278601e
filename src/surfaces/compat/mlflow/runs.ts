import { createRun, deleteRun, deleteTags, restoreRun, setTags, updateRun, type Run } from "../../../capabilities/tracking/contract/runs.ts";
import { getLinked, searchLatest } from "../../../capabilities/tracking/contract/search.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { noRun, runUuid, uuidOf } from "./ids.ts";
import { linksShape } from "./links.ts";
import { paged } from "./paging.ts";
import { invalid, MlflowError } from "./problems.ts";
import { int, list, message, nested, required, string, unset, type ReadOf } from "./proto.ts";
import { nameTag, parentTag, userIdTag, userTag, latestShape, runInfo, runShape, runStatus, statuses, Tag, views, viewType, type Place } from "./shapes.ts";
import { checkKey, cut, limits } from "./validate.ts";

const Create = message({ experiment_id: string, user_id: string, run_name: string, start_time: int, tags: list(nested(Tag)) });
const ById = message({ run_id: required(string) });
const Update = message({ run_id: required(string), status: runStatus, end_time: int, run_name: string });
const Search = message({
  experiment_ids: list(string),
  filter: string,
  run_view_type: viewType,
  max_results: int,
  order_by: list(string),
  page_token: string,
});

export function registerRuns(d: Dialect): void {
  d.route("POST", "runs/create", { message: Create }, async (a) => {
    const experiment = await a.experiments.byNumber(a, a.message.experiment_id ?? "");
    const run = await create(a, experiment, wanted(a.message));
    return { run: runShape(run, await a.experiments.placeOf(a, run.experimentId)) };
  });

  d.route("GET", "runs/get", { message: ById }, async (a) => {
    const runId = runUuid(a.message.run_id);
    const run = await named(a.message.run_id, () => a.call(getLinked, { runId }));
    return { run: { ...runShape(run, await a.experiments.placeOf(a, run.experimentId)), ...linksShape(run.links) } };
  });

  d.route("POST", "runs/update", { message: Update }, async (a) => {
    const { status, end_time: end, run_name: name } = a.message;
    const runId = runUuid(a.message.run_id);
    const run = await named(a.message.run_id, () =>
      a.call(updateRun, {
        runId,
        ...(name !== undefined && name !== "" && { name: cut(name, limits.key) }),
        ...(status !== undefined && { status: statuses[status] }),
        ...(end !== undefined && { endedAt: time(end, "end_time") }),
      }),
    );
    return { run_info: runInfo(run, await a.experiments.placeOf(a, run.experimentId)) };
  });

  d.route("POST", "runs/delete", { message: ById }, async (a) => {
    const runId = runUuid(a.message.run_id);
    await named(a.message.run_id, () => a.call(deleteRun, { runId }));
    return {};
  });

  d.route("POST", "runs/restore", { message: ById }, async (a) => {
    const runId = runUuid(a.message.run_id);
    await named(a.message.run_id, () => a.call(restoreRun, { runId }));
    return {};
  });

  d.route("POST", "runs/set-tag", { message: message({ run_id: required(string), key: required(string), value: string }) }, async (a) => {
    const { key, value = "" } = a.message;
    checkKey(key, "key");
    const runId = runUuid(a.message.run_id);
    await named(a.message.run_id, async () => {
      if (key === nameTag && value !== "") await a.call(updateRun, { runId, name: cut(value, limits.key) });
      else await a.call(setTags, { runId, tags: { [key]: cut(value, limits.tagValue) } });
    });
    return {};
  });

  d.route("POST", "runs/delete-tag", { message: message({ run_id: required(string), key: required(string) }) }, async (a) => {
    const { key } = a.message;
    const runId = runUuid(a.message.run_id);
    const { deleted } = await named(a.message.run_id, () => a.call(deleteTags, { runId, keys: [key] }));
    // A run without a name is nothing here: it keeps the name, and the client hears no error.
    if (deleted.length === 0 && key !== nameTag)
      throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `No tag with name: ${key} in run with id ${a.message.run_id}`);
    return {};
  });

  d.route("POST", "runs/search", { message: Search }, async (a) => {
    const m = a.message;
    const experimentIds = await known(a, m.experiment_ids ?? []);
    if (experimentIds.length === 0) return {};
    const { items, token } = await paged(m.max_results ?? 1000, limits.searchResults, m.page_token, (page) =>
      a.call(searchLatest, {
        experimentIds,
        view: views[m.run_view_type ?? "ACTIVE_ONLY"],
        ...(m.filter !== undefined && m.filter !== "" && { filter: m.filter }),
        ...(m.order_by !== undefined && m.order_by.length > 0 && { orderBy: m.order_by }),
        ...page,
      }),
    );
    const places = new Map<string, Place>();
    for (const { experimentId } of items) if (!places.has(experimentId)) places.set(experimentId, await a.experiments.placeOf(a, experimentId));
    const runs = items.map((run) => ({ ...latestShape(run, places.get(run.experimentId) ?? nowhere), ...linksShape(run.links) }));
    return unset({ runs, next_page_token: token });
  });
}

const nowhere: Place = { number: "", location: null };

/** Of these experiments, those that exist; a search skips the others. */
async function known(a: Asked, texts: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    texts.map((text) =>
      a.experiments.byNumber(a, text).catch((error: unknown) => {
        if (error instanceof MlflowError && error.code === "RESOURCE_DOES_NOT_EXIST") return null;
        throw error;
      }),
    ),
  );
  return [...new Set(found.flatMap((e) => (e ? [e.id] : [])))];
}

interface Wanted {
  name?: string;
  startedAt?: string;
  parentRunId?: string;
  tags: Record<string, string>;
}

/** What a client asks for, with the run's name and parent taken out of their tags. */
function wanted(m: ReadOf<typeof Create>): Wanted {
  const tags: Record<string, string> = {};
  for (const { key, value = "" } of m.tags ?? []) {
    checkKey(key, "key");
    tags[key] = cut(value, limits.tagValue);
  }
  const { [nameTag]: tagged = "", ...others } = tags;
  const asked = m.run_name ?? "";
  if (asked !== "" && tagged !== "" && asked !== tagged)
    throw invalid(`Both 'run_name' argument and '${nameTag}' tag are specified, but with different values (run_name='${asked}', ${nameTag}='${tagged}').`);
  const name = cut(asked === "" ? tagged : asked, limits.key);
  const parent = uuidOf(others[parentTag] ?? "");
  if (m.user_id !== undefined && m.user_id !== "" && others[userTag] !== m.user_id) others[userIdTag] = m.user_id;
  return {
    tags: others,
    ...(name !== "" && { name }),
    ...(m.start_time !== undefined && m.start_time !== 0 && { startedAt: time(m.start_time, "start_time") }),
    ...(parent !== null && { parentRunId: parent }),
  };
}

/** The tag may name a parent that is not here, or not yet; the run is made all the same. */
async function create(a: Asked, experiment: { id: string; projectId: string }, { parentRunId, ...run }: Wanted): Promise<Run> {
  const input = { projectId: experiment.projectId, experimentId: experiment.id, ...run };
  if (parentRunId === undefined) return await a.call(createRun, input);
  try {
    return await a.call(createRun, { ...input, parentRunId });
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return await a.call(createRun, input);
    throw error;
  }
}

/** A run that is not there is named as the client named it. */
export async function named<T>(text: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") throw noRun(text);
    throw error;
  }
}

const latest = Date.parse("9999-12-31T23:59:59.999Z");

/** Milliseconds as ISO time. @throws MlflowError outside the years 1 to 9999 */
export function time(ms: number, path: string): string {
  if (ms < -62135596800000 || ms > latest) throw invalid(`Invalid value ${ms} for parameter '${path}' supplied: it is milliseconds since 1970.`);
  return new Date(ms).toISOString();
}
