import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger } from "./ledger.ts";

/** A signed-in client of one instance, in one project. */
export interface Client {
  url: string;
  key: string;
  projectId: string;
}

export const admin = { email: "drill@example.org", password: "a long enough password" };
/** Metric points a client logs to each run. */
export const stepsPerRun = 20;

/** Sends one request; the body of a 2xx, else an Error with the answer. */
export async function send<T>(client: Pick<Client, "url" | "key">, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${client.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${client.key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

/** Signs in as the first administrator and makes a project of its own. */
export async function signIn(url: string): Promise<Client> {
  const { key } = await send<{ key: string }>({ url, key: "" }, "POST", "/auth/cli-login", { ...admin, name: "recovery drill" });
  for (let tries = 0; ; tries++) {
    try {
      const project = await send<{ id: string }>({ url, key }, "POST", "/api/v1/projects", { name: `Recovery ${Date.now()}` });
      return { url, key, projectId: project.id };
    } catch (error) {
      // A mutant's key is only there a moment after it was given.
      if (tries === 20) throw error;
      await sleep(200);
    }
  }
}

/** Load that goes on through every failure until it is stopped. */
export class Load {
  #stopping = false;
  readonly #loops: Promise<void>[];
  refused = 0;
  readonly problems = new Map<string, number>();

  constructor(client: Client, ledger: Ledger, connections: number, steps = stepsPerRun) {
    this.#loops = Array.from({ length: connections }, () => this.#loop(client, ledger, steps));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#loops);
  }

  async #loop(client: Client, ledger: Ledger, steps: number): Promise<void> {
    while (!this.#stopping) {
      try {
        await oneRun(client, ledger, steps, () => this.#stopping);
      } catch (error) {
        this.refused += 1;
        const words = error instanceof Error ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ""}` : String(error);
        this.problems.set(words.slice(0, 160), (this.problems.get(words.slice(0, 160)) ?? 0) + 1);
        await sleep(50);
      }
    }
  }
}

async function oneRun(client: Client, ledger: Ledger, steps: number, stopping: () => boolean): Promise<void> {
  const { id } = await send<{ id: string }>(client, "POST", "/api/v1/runs", { projectId: client.projectId, name: "under load" });
  ledger.note({ kind: "run", run: id });
  for (let step = 0; step < steps && !stopping(); step++) {
    // The sum of powers of two says afterwards exactly which steps are there.
    await send(client, "POST", `/api/v1/runs/${id}/metrics`, { metrics: [{ key: "loss", value: 2 ** step, step }] });
    ledger.note({ kind: "metric", run: id, step });
  }
}

interface ListedRun {
  id: string;
  metrics: Record<string, { count: number; mean: number }>;
}

/** Everything the ledger names and the product lacks. */
export async function missing(client: Client, ledger: Ledger): Promise<string[]> {
  const stored = await storedSteps(client);
  return ledger.entries().flatMap((entry) => {
    const bits = stored.get(entry.run);
    if (bits === undefined) return [`run ${entry.run}`];
    return entry.kind === "metric" && (bits & (1 << entry.step)) === 0 ? [`step ${entry.step} of run ${entry.run}`] : [];
  });
}

async function storedSteps(client: Client): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ projectId: client.projectId, limit: "1000", ...(cursor === null ? {} : { cursor }) });
    const page: { items: ListedRun[]; nextCursor: string | null } = await send(client, "GET", `/api/v1/runs?${query}`);
    for (const run of page.items) stored.set(run.id, Math.round((run.metrics["loss"]?.count ?? 0) * (run.metrics["loss"]?.mean ?? 0)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return stored;
}
