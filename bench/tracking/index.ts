import { parseArgs } from "node:util";
import { measure, table, type LoadRequest } from "../load.ts";
import { startProduct } from "../product.ts";
import { startPeer } from "./peer.ts";
import { ask, fill, fillPeer, newExperiment, newRun, type Filling, type Side } from "./sides.ts";

/** MLflow's REST dialect here and on `mlflow server`, both on PostgreSQL, one side at a time in one run (DESIGN §7). */
const { values } = parseArgs({
  options: { full: { type: "boolean", default: false }, seconds: { type: "string" }, runs: { type: "string", default: "1000,10000" } },
});
const seconds = Number(values.seconds ?? (values.full ? 15 : 4));
const rounds = 15;
// The peer's database pool gives up under more large batches at once.
const some = [1, 8];
const many = [...some, 32, 64];
const rows: (string | number)[][] = [];

function note(...row: (string | number)[]): void {
  rows.push(row);
  console.log(row.join("  "));
}

const json = { "content-type": "application/json" };
const product = await startProduct();
const peer = await startPeer();
const ours: Side = { name: "LuminaOps", url: product.url, headers: { ...json, authorization: `Bearer ${product.key}` } };
const theirs: Side = { name: "mlflow server", url: peer.url, headers: json };

let count = 0;
/** Every request is another one: equal points would be one row. */
function request(path: string, body: (n: number) => object): LoadRequest {
  return { method: "POST", path: `/api/2.0/mlflow/${path}`, body: () => JSON.stringify(body((count += 1))) };
}

/** Requests per second of both sides, the peer first. */
async function rates(what: string, unit: number, bar: string, connectionCounts: readonly number[], of: (side: Side) => Promise<LoadRequest>): Promise<void> {
  for (const connections of connectionCounts) {
    const take = async (side: Side) => await measure({ url: side.url, connections, seconds, requests: [await of(side)], headers: side.headers });
    const they = await take(theirs);
    const we = await take(ours);
    const ratio = Math.round(we.perSecond / Math.max(they.perSecond, 0.1));
    note(what, connections, `${we.perSecond * unit} /s`, `${they.perSecond * unit} /s`, `${ratio} ×`, bar, we.failed + they.failed);
  }
}

/** Middle of several rounds, one after another. */
async function latency(what: string, bar: string, of: (side: Side) => Promise<unknown>): Promise<void> {
  const taken = new Map<Side, number>();
  for (const side of [theirs, ours]) {
    await of(side);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now();
      await of(side);
      times.push(performance.now() - from);
    }
    taken.set(side, times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0);
  }
  const [we, they] = [taken.get(ours) ?? 1, taken.get(theirs) ?? 0];
  note(what, 1, `${we.toFixed(1)} ms`, `${they.toFixed(1)} ms`, `${Math.round(they / we)} ×`, bar, 0);
}

try {
  const sizes = values.runs.split(",").map(Number);
  const filled = new Map<Side, Filling[]>([
    [theirs, []],
    [ours, []],
  ]);
  for (const runs of sizes) {
    filled.get(theirs)?.push(await fillPeer(theirs, peer.database, runs));
    filled.get(ours)?.push(await fill(ours, runs));
  }
  // What follows thousands of writes (statistics, the chain of the audit) is over before a search is measured.
  await new Promise((done) => setTimeout(done, 15_000));
  const of = (side: Side, at = 0): Filling => filled.get(side)?.[at] ?? { experimentId: "", longRunId: "" };
  const search = (side: Side, more: object, at = 0) => ask(side, "POST", "runs/search", { experiment_ids: [of(side, at).experimentId], ...more });
  const filter = "metrics.metric_3 > 0.5 and params.param_2 = 'value-5' and tags.team LIKE 'team-%'";
  for (const [at, runs] of sizes.entries()) {
    await latency(`search ${runs} runs with filter and order, 50 at most`, "50 ×", (side) =>
      search(side, { filter, order_by: ["metrics.metric_4 DESC"], max_results: 50 }, at),
    );
    await latency(`search ${runs} runs by one metric, ordered by another, 100 found`, "50 ×", (side) =>
      search(side, { filter: "metrics.metric_3 > 0.5", order_by: ["metrics.metric_4 DESC"], max_results: 100 }, at),
    );
  }
  await latency(`a page of ${Math.min(sizes[0] ?? 0, 1000)} runs × 20 metrics × 20 parameters`, "20 ×", (side) => search(side, { max_results: 1000 }));
  await latency("a history of 100,000 points", "20 ×", async (side) => {
    for (let token = ""; ;) {
      const page = await ask(side, "GET", "metrics/get-history", {
        run_id: of(side).longRunId,
        metric_key: "long",
        max_results: 25_000,
        ...(token !== "" && { page_token: token }),
      });
      token = typeof page["next_page_token"] === "string" ? page["next_page_token"] : "";
      if (token === "") return;
    }
  });
  const longRunId = of(ours).longRunId.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  const from = performance.now();
  const packed = await product.client.api.runs.points({ runId: longRunId, key: "long" });
  console.log(`\nThe same history packed (runs.points): ${packed.count} points in ${(performance.now() - from).toFixed(1)} ms`);
  const runOf = async (side: Side): Promise<string> => await newRun(side, await newExperiment(side, `e${(count += 1)}`));
  await rates("create-run", 1, "30 ×", many, async (side) => {
    const experiment_id = await newExperiment(side, `e${(count += 1)}`);
    return request("runs/create", (n) => ({ experiment_id, start_time: 1_760_000_000_000 + n, tags: [{ key: "mlflow.user", value: "mira" }] }));
  });
  await rates("log-metric", 1, "100 ×", many, async (side) => {
    const run_id = await runOf(side);
    return request("runs/log-metric", (n) => ({ run_id, key: `metric_${n % 20}`, value: n / 7, timestamp: 1_760_000_000_000 + n, step: n }));
  });
  await rates("log-batch, points of 1,000 keys", 1000, "20 ×", some, async (side) => {
    const run_id = await runOf(side);
    const keys = Array.from({ length: 1000 }, (_, k) => `metric_${k}`);
    return request("runs/log-batch", (n) => ({ run_id, metrics: keys.map((key) => ({ key, value: n / 7, timestamp: 1_760_000_000_000 + n, step: n })) }));
  });
  await rates("log-batch, points of 10 keys", 1000, "20 ×", some, async (side) => {
    const run_id = await runOf(side);
    const points = Array.from({ length: 1000 }, (_, k) => k);
    return request("runs/log-batch", (n) => ({
      run_id,
      metrics: points.map((k) => ({ key: `metric_${k % 10}`, value: k / 7, timestamp: 1_760_000_000_000 + n, step: n * 1000 + k })),
    }));
  });

  console.log(`\n${table(["what", "connections", "LuminaOps", "mlflow server", "ratio", "goal", "failed"], rows)}`);
} finally {
  await peer.stop();
  await product.stop();
}
process.exit(0);
