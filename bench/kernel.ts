import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure, table, type Measured } from "./load.ts";

/** ADR 0002: the kernel's first operations beside a bare program doing the same durable writes, in one run. */
const { values } = parseArgs({ options: { seconds: { type: "string", default: "2" }, rounds: { type: "string", default: "3" } } });
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const server = fork(join(import.meta.dirname, "product-server.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
const [ready] = (await once(server, "message")) as [{ url: string; bareUrl: string; key: string; projectId: string; deployments: { durable: string } }];
const headers = { authorization: `Bearer ${ready.key}`, "content-type": "application/json" };
const connectionCounts = [1, 8, 64];

async function post(url: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

/** A run that has `keys` metric keys already, and requests that each log one of them. */
async function metricRequests(
  url: string,
  path: (runId: string) => string,
  create: string,
  keys: number,
): Promise<{ method: "POST"; path: string; body: string }[]> {
  const { id } = (await post(url, create, { projectId: ready.projectId, params: { model: "ridge" } })) as { id: string };
  const names = Array.from({ length: keys }, (_, i) => `metric_${i}`);
  for (let at = 0; at < keys; at += 500)
    await post(url, path(id), { runId: id, metrics: names.slice(at, at + 500).map((key) => ({ key, value: 0.5, step: 0 })) });
  const shown = names.filter((_, i) => i % Math.ceil(keys / 50) === 0);
  return shown.map((key, step) => ({
    method: "POST",
    path: path(id),
    body: JSON.stringify({ ...(path("x") === "/metrics" && { runId: id }), metrics: [{ key, value: Math.random(), step }] }),
  }));
}

const rows: (string | number)[][] = [];
const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Both in turn, several rounds: the share is the middle of the rounds' ratios, so a drifting machine hurts both alike. */
async function pair(what: string, connections: number, ours: () => Promise<Measured>, bare: () => Promise<Measured>): Promise<void> {
  const taken: [Measured, Measured][] = [];
  for (let round = 0; round < rounds; round += 1) taken.push([await ours(), await bare()]);
  const share = middle(taken.map(([a, b]) => a.perSecond / b.perSecond));
  const failed = taken.reduce((sum, [a, b]) => sum + a.failed + b.failed, 0);
  rows.push([
    what,
    connections,
    middle(taken.map(([a]) => a.perSecond)),
    middle(taken.map(([, b]) => b.perSecond)),
    `${Math.round(100 * share)} %`,
    middle(taken.map(([a]) => a.p50Ms)),
    middle(taken.map(([a]) => a.p99Ms)),
    failed,
  ]);
  console.log(rows.at(-1)?.join("  "));
}

for (const connections of connectionCounts) {
  const body = JSON.stringify({ projectId: ready.projectId, params: { model: "ridge", alpha: "0.1" } });
  await pair(
    "create run",
    connections,
    () => measure({ url: ready.url, connections, seconds, headers, requests: [{ method: "POST", path: "/api/v1/runs", body }] }),
    () => measure({ url: ready.bareUrl, connections, seconds, headers, requests: [{ method: "POST", path: "/runs", body }] }),
  );
}
for (const keys of [1, 20, 1500]) {
  const oursRequests = await metricRequests(ready.url, (id) => `/api/v1/runs/${id}/metrics`, "/api/v1/runs", keys);
  const bareRequests = await metricRequests(ready.bareUrl, () => "/metrics", "/runs", keys);
  for (const connections of connectionCounts)
    await pair(
      `log metric, run with ${keys} keys`,
      connections,
      () => measure({ url: ready.url, connections, seconds, headers, requests: oursRequests }),
      () => measure({ url: ready.bareUrl, connections, seconds, headers, requests: bareRequests }),
    );
}

const row = { Age: 29, Fare: 7.9, Sex: "female" };
for (const connections of connectionCounts) {
  const path = `/api/v1/deployments/${ready.deployments.durable}/predict`;
  await pair(
    "predict one row, durable log",
    connections,
    () => measure({ url: ready.url, connections, seconds, headers, requests: [{ method: "POST", path, body: JSON.stringify({ rows: [row] }) }] }),
    () =>
      measure({ url: ready.bareUrl, connections, seconds, headers, requests: [{ method: "POST", path: "/predict", body: JSON.stringify({ rows: [row] }) }] }),
  );
}

console.log(`\n${table(["operation", "connections", "LuminaOps /s", "bare /s", "share", "p50 ms", "p99 ms", "failed"], rows)}`);
server.send("stop");
await once(server, "exit");
