import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure, table, type Measured } from "./load.ts";

/** ADR 0002: the kernel's first operations beside a bare program doing the same durable writes, in one run. */
const { values } = parseArgs({ options: { seconds: { type: "string", default: "3" } } });
const seconds = Number(values.seconds);
const server = fork(join(import.meta.dirname, "kernel-server.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
const [ready] = (await once(server, "message")) as [{ url: string; bareUrl: string; key: string; projectId: string }];
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
function row(what: string, connections: number, ours: Measured, bare: Measured): void {
  rows.push([
    what,
    connections,
    ours.perSecond,
    bare.perSecond,
    `${Math.round((100 * ours.perSecond) / bare.perSecond)} %`,
    ours.p50Ms,
    ours.p99Ms,
    ours.failed + bare.failed,
  ]);
  console.log(rows.at(-1)?.join("  "));
}

for (const connections of connectionCounts) {
  const body = JSON.stringify({ projectId: ready.projectId, params: { model: "ridge", alpha: "0.1" } });
  const ours = await measure({ url: ready.url, connections, seconds, headers, requests: [{ method: "POST", path: "/api/v1/runs", body }] });
  const bare = await measure({ url: ready.bareUrl, connections, seconds, headers, requests: [{ method: "POST", path: "/runs", body }] });
  row("create run", connections, ours, bare);
}
for (const keys of [1, 20, 1500]) {
  const oursRequests = await metricRequests(ready.url, (id) => `/api/v1/runs/${id}/metrics`, "/api/v1/runs", keys);
  const bareRequests = await metricRequests(ready.bareUrl, () => "/metrics", "/runs", keys);
  for (const connections of connectionCounts) {
    const ours = await measure({ url: ready.url, connections, seconds, headers, requests: oursRequests });
    const bare = await measure({ url: ready.bareUrl, connections, seconds, headers, requests: bareRequests });
    row(`log metric, run with ${keys} keys`, connections, ours, bare);
  }
}

console.log(`\n${table(["operation", "connections", "LuminaOps /s", "bare /s", "share", "p50 ms", "p99 ms", "failed"], rows)}`);
server.send("stop");
await once(server, "exit");
