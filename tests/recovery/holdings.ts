import { setTimeout as sleep } from "node:timers/promises";
import { listAll, send, type Client } from "./client.ts";
import type { Entry, Ledger } from "./ledger.ts";

interface Holdings {
  /** Bits of the steps that each run has. */
  runs: Map<string, number>;
  datasets: Set<string>;
  jobs: Map<string, string>;
}

/** Everything the ledger names and the product lacks. */
export async function missing(client: Client, ledger: Ledger): Promise<string[]> {
  const held = await holdings(client);
  return ledger.entries().flatMap((entry) => {
    const gap = gapOf(entry, held);
    return gap === null ? [] : [gap];
  });
}

function gapOf(entry: Entry, { runs, datasets, jobs }: Holdings): string | null {
  if (entry.kind === "dataset") return datasets.has(entry.dataset) ? null : `dataset ${entry.dataset}`;
  if (entry.kind === "job") return jobs.has(entry.job) ? null : `job ${entry.job}`;
  const bits = runs.get(entry.run);
  if (bits === undefined) return `run ${entry.run}`;
  return entry.kind === "run" || (bits & (1 << entry.step)) !== 0 ? null : `step ${entry.step} of run ${entry.run}`;
}

async function holdings(client: Client): Promise<Holdings> {
  const runs = await listAll<{ id: string; metrics: Record<string, { count: number; mean: number }> }>(client, "/api/v1/runs");
  const datasets = await listAll<{ id: string }>(client, "/api/v1/datasets");
  const jobs = await listAll<{ id: string; state: string }>(client, "/api/v1/jobs");
  return {
    runs: new Map(runs.map(({ id, metrics }) => [id, Math.round((metrics["loss"]?.count ?? 0) * (metrics["loss"]?.mean ?? 0))])),
    datasets: new Set(datasets.map(({ id }) => id)),
    jobs: new Map(jobs.map(({ id, state }) => [id, state])),
  };
}

/**
 * Jobs of the ledger that did not end well in time, and tables whose rows cannot be read.
 * A job whose worker was killed as often as it may be tried has failed, honestly; asked again, it must end well.
 */
export async function unfinished(client: Client, ledger: Ledger, timeoutMs: number): Promise<string[]> {
  const entries = ledger.entries();
  const until = Date.now() + timeoutMs;
  const retried = new Set<string>();
  for (;;) {
    const { jobs } = await holdings(client);
    const open = entries.flatMap((entry) => (entry.kind === "job" && jobs.get(entry.job) !== "finished" ? [entry.job] : []));
    for (const job of open) {
      if (jobs.get(job) !== "failed" || retried.has(job)) continue;
      await send(client, "POST", `/api/v1/jobs/${job}/retry`, {});
      retried.add(job);
    }
    if (open.length > 0 && Date.now() < until) {
      await sleep(500);
      continue;
    }
    return [...open.map((job) => `job ${job} is ${jobs.get(job)}`), ...(await unreadable(client, entries))];
  }
}

async function unreadable(client: Client, entries: readonly Entry[]): Promise<string[]> {
  const problems: string[] = [];
  for (const entry of entries) {
    if (entry.kind !== "dataset") continue;
    const version = await send<{ rowCount: number }>(client, "GET", `/api/v1/datasets/${entry.dataset}/version`);
    const { items } = await send<{ items: unknown[] }>(client, "GET", `/api/v1/datasets/${entry.dataset}/rows?limit=1000`);
    if (version.rowCount !== entry.rows || items.length !== entry.rows)
      problems.push(`dataset ${entry.dataset} has ${version.rowCount} rows, ${items.length} readable`);
  }
  return problems;
}
