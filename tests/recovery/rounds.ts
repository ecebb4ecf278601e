import { setTimeout as sleep } from "node:timers/promises";
import { gone, markOf } from "../../src/db/embedded/processes.ts";
import type { Client } from "./client.ts";
import { missing } from "./holdings.ts";
import type { Instance, Victim } from "./instance.ts";
import type { Ledger } from "./ledger.ts";
import { fullLoad, Load, type LoadOptions } from "./load.ts";

export interface RoundResult {
  /** Entries acknowledged in this round. */
  acknowledged: number;
  /** Of all rounds so far, what the product no longer has. */
  missing: string[];
  /** From the kill until everything answered again. */
  recoveredMs: number;
}

/**
 * One round: load, kill one part without warning, wait for recovery (by itself, or by the next
 * start when the supervisor died), then hold every acknowledged entry against the product.
 */
export async function round(
  instance: Instance,
  client: Client,
  ledger: Ledger,
  victim: Victim,
  loadMs: number,
  options: LoadOptions = fullLoad,
): Promise<RoundResult> {
  const before = ledger.entries().length;
  const load = new Load(client, ledger, options);
  await sleep(loadMs);
  const mark = markOf(instance.pidOf(victim));
  const killedAt = Date.now();
  instance.kill(victim);
  if (mark) await gone(mark, 5_000);
  if (victim === "supervisor") {
    await instance.ended();
    await instance.start();
  } else {
    await sleep(50);
    await instance.ready();
  }
  const recoveredMs = Date.now() - killedAt;
  await sleep(200);
  await load.stop();
  return { acknowledged: ledger.entries().length - before, missing: await missing(client, ledger), recoveredMs };
}
