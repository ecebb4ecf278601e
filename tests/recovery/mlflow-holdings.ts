import { createHash } from "node:crypto";
import type { Client } from "./client.ts";
import { ask, type Tracked } from "./mlflow-load.ts";

const api = "/api/2.0/mlflow";

interface Shown {
  run: { data: { metrics?: { key: string; value: number; step: number }[]; params?: { key: string; value: string }[] } };
}

/** Everything that was acknowledged and is not there, or is there twice; read back through the same dialect. */
export async function untrue(client: Client, entries: readonly Tracked[]): Promise<string[]> {
  const byRun = [...Map.groupBy(entries, (entry) => entry.run).entries()];
  const problems: string[] = [];
  // A few at a time: the instance has just come back.
  for (let from = 0; from < byRun.length; from += 4)
    problems.push(...(await Promise.all(byRun.slice(from, from + 4).map(([run, of]) => ofRun(client, run, of)))).flat());
  return problems;
}

async function ofRun(client: Client, run: string, entries: readonly Tracked[]): Promise<string[]> {
  const shown = await ask<Shown>(client, "GET", `${api}/runs/get?run_id=${run}`).catch((error: unknown) => String(error));
  if (typeof shown === "string") return [`run ${run}: ${shown}`];
  const params = new Map(shown.run.data.params?.map((p) => [p.key, p.value]));
  const problems: string[] = [];
  for (const entry of entries)
    if (entry.kind === "params")
      for (const [key, value] of Object.entries(entry.params)) if (params.get(key) !== value) problems.push(`parameter ${key} of run ${run}`);
  for (const key of new Set(entries.flatMap((e) => (e.kind === "points" ? [e.key] : [])))) problems.push(...(await ofLine(client, run, key, entries, shown)));
  for (const entry of entries) if (entry.kind === "artifact") problems.push(...(await ofArtifact(client, entries, entry)));
  return problems;
}

/** Every acknowledged step stands there once; what stands there is what the run shows as its last. */
async function ofLine(client: Client, run: string, key: string, entries: readonly Tracked[], shown: Shown): Promise<string[]> {
  const { metrics = [] } = await ask<{ metrics?: { step: number; value: number }[] }>(
    client,
    "GET",
    `${api}/metrics/get-history?run_id=${run}&metric_key=${key}`,
  );
  const counts = new Map<number, number>();
  for (const { step } of metrics) counts.set(step, (counts.get(step) ?? 0) + 1);
  const twice = [...counts].flatMap(([step, count]) => (count > 1 ? [`step ${step} of ${key} of run ${run} is there ${count} times`] : []));
  const acknowledged = entries.flatMap((e) => (e.kind === "points" && e.key === key ? e.steps : []));
  const lost = acknowledged.filter((step) => !counts.has(step)).map((step) => `step ${step} of ${key} of run ${run}`);
  const last = shown.run.data.metrics?.find((m) => m.key === key);
  const greatest = metrics.reduce((most, m) => Math.max(most, m.step), -1);
  return [...twice, ...lost, ...(last?.step === greatest ? [] : [`run ${run} shows step ${last?.step} of ${key} as its last, and has ${greatest}`])];
}

async function ofArtifact(client: Client, entries: readonly Tracked[], entry: Extract<Tracked, { kind: "artifact" }>): Promise<string[]> {
  const place = entries.find((e) => e.kind === "run")?.artifacts ?? "";
  const { files = [] } = await ask<{ files?: { path: string }[] }>(client, "GET", `${api}/artifacts/list?run_id=${entry.run}&path=notes`);
  if (files.filter((f) => f.path === entry.path).length !== 1) return [`artifact ${entry.path} of run ${entry.run} is listed ${files.length} times`];
  const content = await ask<string>(client, "GET", `/api/2.0/mlflow-artifacts/artifacts/${place}/${entry.path}`);
  return createHash("sha256").update(content).digest("hex") === entry.sha256 ? [] : [`artifact ${entry.path} of run ${entry.run} reads otherwise`];
}

/** Aggregates of a run against its points, by our own API: what is counted is what is there. */
export async function miscounted(client: Client, entries: readonly Tracked[]): Promise<string[]> {
  const problems: string[] = [];
  for (const run of new Set(entries.map((e) => e.run))) {
    const id = run.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
    const { metrics } = JSON.parse(await ask<string>(client, "GET", `/api/v1/runs/${id}`)) as { metrics: Record<string, { count: number }> };
    for (const [key, { count }] of Object.entries(metrics)) {
      const history = await ask<{ metrics?: unknown[] }>(client, "GET", `${api}/metrics/get-history?run_id=${run}&metric_key=${key}`);
      if (history.metrics?.length !== count) problems.push(`${key} of run ${run} counts ${count} points and has ${history.metrics?.length ?? 0}`);
    }
  }
  return problems;
}
