import { setTimeout as sleep } from "node:timers/promises";
import { send, type Client } from "./client.ts";
import type { Ledger } from "./ledger.ts";

export interface LoadOptions {
  /** Clients that create runs and log to them. */
  connections: number;
  /** Metric points per run. */
  steps: number;
  /** One more client uploads tables and has them profiled by the worker. */
  tables: boolean;
}

export const fullLoad: LoadOptions = { connections: 8, steps: 20, tables: true };

/** Load that goes on through every failure until it is stopped; what is acknowledged goes into the ledger. */
export class Load {
  #stopping = false;
  readonly #loops: Promise<void>[];

  constructor(client: Client, ledger: Ledger, { connections, steps, tables }: LoadOptions) {
    const runs = Array.from({ length: connections }, () => this.#loop(() => oneRun(client, ledger, steps, () => this.#stopping)));
    this.#loops = tables ? [...runs, this.#loop(() => oneTable(client, ledger))] : runs;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#loops);
  }

  async #loop(work: () => Promise<void>): Promise<void> {
    while (!this.#stopping) {
      try {
        await work();
      } catch {
        // Refused or cut off: not acknowledged, so nothing is owed.
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

async function oneTable(client: Client, ledger: Ledger): Promise<void> {
  const rows = 200;
  const csv = ["a,b", ...Array.from({ length: rows }, (_, i) => `${i},${Math.random()}`)].join("\n");
  const name = `table ${Date.now()} ${Math.random()}`;
  const { ticket } = await send<{ ticket: { url: string } }>(client, "POST", "/api/v1/datasets", { projectId: client.projectId, name });
  const { dataset } = await send<{ dataset: { id: string } }>(client, "PUT", ticket.url, csv);
  ledger.note({ kind: "dataset", dataset: dataset.id, rows });
  const { jobId } = await send<{ jobId: string }>(client, "POST", `/api/v1/datasets/${dataset.id}/profile`, {});
  ledger.note({ kind: "job", job: jobId });
  await sleep(200);
}
