import type { Run } from "../../tracking/contract/runs.ts";
import {
  ask,
  Away,
  beginning,
  jsonOf,
  numberWord,
  RunRefused,
  type Held,
  type Placed,
  type Point,
  type Provider,
  type RunToCopy,
  type Target,
} from "./outside.ts";

const statuses = { queued: "SCHEDULED", running: "RUNNING", finished: "FINISHED", failed: "FAILED", cancelled: "KILLED" } as const;
/** Names our run outside, so that a run made just before a crash is found again. */
const ours = "luminaops.run_id";
/** What the outside says about one run; everything else is about the server or our access to it. */
const refusals = new Set([
  "INVALID_PARAMETER_VALUE",
  "RESOURCE_DOES_NOT_EXIST",
  "RESOURCE_ALREADY_EXISTS",
  "BAD_REQUEST",
  "INVALID_STATE",
  "RESOURCE_CONFLICT",
]);
const longestParam = 6000;
const longestTag = 8000;
const perBatch = 100;

class Refused extends RunRefused {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function authorization(target: Target): Record<string, string> {
  if (target.token === null) return {};
  if (target.username === null) return { authorization: `Bearer ${target.token}` };
  return { authorization: `Basic ${Buffer.from(`${target.username}:${target.token}`).toString("base64")}` };
}

const base = (target: Target): string => target.url.replace(/\/+$/, "");

async function call(target: Target, method: "GET" | "POST", path: string, message: object): Promise<Record<string, unknown>> {
  const query = method === "GET" ? `?${new URLSearchParams(message as Record<string, string>).toString()}` : "";
  const answer = await ask(target, {
    method,
    url: `${base(target)}/api/2.0/mlflow/${path}${query}`,
    headers: { ...authorization(target), "content-type": "application/json" },
    ...(method === "POST" && { body: JSON.stringify(message) }),
  });
  const body = jsonOf(answer);
  if (answer.status === 200 && body) return body;
  const code = body?.["error_code"];
  const said = typeof body?.["message"] === "string" ? body["message"].slice(0, 500) : beginning(answer);
  if (typeof code === "string" && refusals.has(code)) throw new Refused(code, `${path}: ${said}`);
  if (answer.status === 401 || answer.status === 403)
    throw new Away(`It refuses our credentials with ${answer.status}: ${said.replace(/\.$/, "")}. Give the mirror a token that may write there.`);
  const wait = Number(answer.headers["retry-after"]);
  throw new Away(`It answers ${path} with ${answer.status}: ${said}`, Number.isFinite(wait) && wait > 0 ? wait : null);
}

async function experimentOf(target: Target, name: string): Promise<string> {
  try {
    const found = (await call(target, "GET", "experiments/get-by-name", { experiment_name: name }))["experiment"] as {
      experiment_id: string;
      lifecycle_stage: string;
    };
    if (found.lifecycle_stage === "deleted") throw new RunRefused(`Experiment ${name} is deleted there. Restore it, or rename the experiment here.`);
    return found.experiment_id;
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "RESOURCE_DOES_NOT_EXIST") throw error;
  }
  return String((await call(target, "POST", "experiments/create", { name }))["experiment_id"]);
}

interface Info {
  run_id: string;
  artifact_uri: string;
  experiment_id: string;
}

async function found(target: Target, experiment: string, run: Run): Promise<Info | null> {
  const answer = await call(target, "POST", "runs/search", {
    experiment_ids: [experiment],
    filter: `tags.\`${ours}\` = '${run.id}'`,
    run_view_type: "ALL",
    max_results: 1,
  });
  return (answer["runs"] as { info: Info }[] | undefined)?.[0]?.info ?? null;
}

async function made(target: Target, experiment: string, run: Run): Promise<Info> {
  const answer = await call(target, "POST", "runs/create", {
    experiment_id: experiment,
    run_name: run.name,
    user_id: run.createdBy,
    start_time: Date.parse(run.startedAt),
    tags: [{ key: ours, value: run.id }],
  });
  return (answer["run"] as { info: Info }).info;
}

function tagsOf(copy: RunToCopy): Record<string, string> {
  const { run, outsideParent } = copy;
  const parent = outsideParent === null ? {} : { "mlflow.parentRunId": outsideParent };
  return { ...run.tags, ...parent, [ours]: run.id, "mlflow.runName": run.name };
}

const cut = (value: string, most: number): string => (value.length > most ? value.slice(0, most).toWellFormed() : value);

async function labels(target: Target, outsideId: string, kind: "params" | "tags", of: Readonly<Record<string, string>>, longest: number): Promise<void> {
  const all = Object.entries(of).map(([key, value]) => ({ key, value: cut(value, longest) }));
  for (let from = 0; from < all.length; from += perBatch)
    await call(target, "POST", "runs/log-batch", { run_id: outsideId, metrics: [], params: [], tags: [], [kind]: all.slice(from, from + perBatch) });
}

function idOf(held: Held): string {
  if (held.outsideId === null) throw new Error("a run is made outside before anything of it is sent");
  return held.outsideId;
}

/** MLflow's REST API: equal points are one row there, parameters and tags may be said twice. */
export const mlflow: Provider = {
  order: "key",
  batch: 1000,
  page: 1000,
  silenceS: null,
  async putRun(target, copy): Promise<Placed> {
    const { run, held } = copy;
    const experiment = copy.outsideExperiment ?? (await experimentOf(target, copy.experimentName));
    let outsideId = held.outsideId;
    if (outsideId === null) outsideId = ((await found(target, experiment, run)) ?? (await made(target, experiment, run))).run_id;
    if (held.gone) await call(target, "POST", "runs/restore", { run_id: outsideId });
    await call(target, "POST", "runs/update", { run_id: outsideId, run_name: run.name });
    const tags = tagsOf(copy);
    await labels(target, outsideId, "tags", tags, longestTag);
    const gone = held.tagKeys.filter((key) => !(key in tags) && key !== "mlflow.parentRunId");
    for (const key of gone) {
      await call(target, "POST", "runs/delete-tag", { run_id: outsideId, key }).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.code !== "RESOURCE_DOES_NOT_EXIST") throw error;
      });
    }
    await labels(target, outsideId, "params", run.params, longestParam);
    return {
      outsideId,
      outsideUrl: `${base(target)}/#/experiments/${experiment}/runs/${outsideId}`,
      outsideExperiment: experiment,
      tagKeys: Object.keys(tags),
    };
  },
  async putPoints(target, { held }, points) {
    const metrics = points.map((p: Point) => ({ key: p.key, value: numberWord(p.value), timestamp: Math.max(0, p.atMs), step: p.step }));
    await call(target, "POST", "runs/log-batch", { run_id: idOf(held), metrics, params: [], tags: [] });
    return 0;
  },
  async putFile(target, { held }, file) {
    const { run } = (await call(target, "GET", "runs/get", { run_id: idOf(held) })) as { run: { info: Info } };
    const [, root] = /^mlflow-artifacts:\/+(?:[^/]*:\d+\/)?(.*)$/.exec(run.info.artifact_uri) ?? [];
    if (root === undefined)
      throw new RunRefused(
        `Files are not copied: that server keeps them at ${run.info.artifact_uri.split(":")[0] ?? ""}: and takes none itself. Start it with --serve-artifacts.`,
      );
    const path = [...root.replace(/\/$/, "").split("/"), ...file.path.split("/")].map(encodeURIComponent).join("/");
    const answer = await ask(target, {
      method: "PUT",
      url: `${base(target)}/api/2.0/mlflow-artifacts/artifacts/${path}`,
      headers: { ...authorization(target), "content-type": file.mediaType, "content-length": String(file.sizeBytes) },
      body: await file.open(),
      timeoutMs: 600_000,
    });
    if (answer.status === 200) return;
    if (answer.status >= 500 || answer.status === 429 || answer.status === 401 || answer.status === 403)
      throw new Away(`It answers the file ${file.path} with ${answer.status}: ${beginning(answer)}`);
    throw new RunRefused(`File ${file.path}: ${beginning(answer)}`);
  },
  async settle(target, { run, held }) {
    const state = { run_id: idOf(held), status: statuses[run.status], ...(run.endedAt !== null && { end_time: Date.parse(run.endedAt) }) };
    await call(target, "POST", "runs/update", state);
    if (run.deletedAt !== null) await call(target, "POST", "runs/delete", { run_id: idOf(held) });
  },
  async beat() {},
};
