import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./client.ts";
import type { Ledger } from "./ledger.ts";

/** What MLflow's dialect acknowledged. */
export type Tracked =
  | { kind: "run"; run: string; artifacts: string }
  | { kind: "points"; run: string; key: string; steps: number[] }
  | { kind: "params"; run: string; params: Record<string, string> }
  | { kind: "artifact"; run: string; path: string; sha256: string };

const api = "/api/2.0/mlflow";
const gaveUp = Symbol("stopped");

/** Sends until it is answered, as MLflow's own client does: what was written before an answer was lost is sent again. */
async function persistently<T>(stopping: () => boolean, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (stopping()) throw gaveUp;
      if (error instanceof Refused) throw error;
      await sleep(50);
    }
  }
}

/** A 4xx: sending it again would not help. */
class Refused extends Error {}

export async function ask<T>(client: Client, method: string, path: string, body?: object | string): Promise<T> {
  const response = await fetch(`${client.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${client.key}`, ...(typeof body === "object" && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (response.status >= 400 && response.status < 500 && response.status !== 429)
    throw new Refused(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return (path.startsWith(`${api}/`) && text !== "" ? JSON.parse(text) : text) as T;
}

/** Clients that log to MLflow's dialect through every failure; refusals are kept as problems. */
export class MlflowLoad {
  readonly problems: string[] = [];
  #stopping = false;
  readonly #loops: Promise<void>[];

  constructor(client: Client, ledger: Ledger<Tracked>, connections: number) {
    this.#loops = Array.from({ length: connections }, (_, n) => this.#loop(client, ledger, n));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#loops);
  }

  async #loop(client: Client, ledger: Ledger<Tracked>, n: number): Promise<void> {
    for (let count = 0; !this.#stopping; count += 1) {
      try {
        await oneRun(client, ledger, `${n}-${count}`, () => this.#stopping);
      } catch (error) {
        if (error !== gaveUp) this.problems.push(String(error));
      }
    }
  }
}

async function oneRun(client: Client, ledger: Ledger<Tracked>, name: string, stopping: () => boolean): Promise<void> {
  const insist = <T>(method: string, path: string, body: object | string): Promise<T> => persistently(stopping, () => ask<T>(client, method, path, body));
  const at = Date.now();
  const { run } = await insist<{ run: { info: { run_id: string; artifact_uri: string } } }>("POST", `${api}/runs/create`, {
    experiment_id: "0",
    run_name: name,
    start_time: at,
  });
  const { run_id, artifact_uri } = run.info;
  const artifacts = artifact_uri.replace(/^mlflow-artifacts:\//, "");
  ledger.note({ kind: "run", run: run_id, artifacts });
  const params = { seed: name, model: "ridge" };
  await insist("POST", `${api}/runs/log-batch`, { run_id, params: Object.entries(params).map(([key, value]) => ({ key, value })) });
  ledger.note({ kind: "params", run: run_id, params });
  for (let step = 0; step < 10; step += 1) {
    await insist("POST", `${api}/runs/log-metric`, { run_id, key: "loss", value: 1 / (step + 1), timestamp: at + step, step });
    ledger.note({ kind: "points", run: run_id, key: "loss", steps: [step] });
    const steps = Array.from({ length: 20 }, (_, i) => step * 20 + i);
    await insist("POST", `${api}/runs/log-batch`, { run_id, metrics: steps.map((s) => ({ key: "batch", value: s / 7, timestamp: at + s, step: s })) });
    ledger.note({ kind: "points", run: run_id, key: "batch", steps });
  }
  const [path, content] = [`notes/${name}.txt`, `run ${run_id}\n`.repeat(200)];
  await insist("PUT", `/api/2.0/mlflow-artifacts/artifacts/${artifacts}/${path}`, content);
  ledger.note({ kind: "artifact", run: run_id, path, sha256: createHash("sha256").update(content).digest("hex") });
}
