import { setTimeout as sleep } from "node:timers/promises";
import { gone, markOf, type ProcessMark } from "../../src/db/embedded/processes.ts";
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

export interface RoundOptions {
  /** How long the load runs before the kill. */
  loadMs: number;
  load?: LoadOptions;
  /** After the supervisor's death, check that all else ends by itself before the next start; else start at once. */
  patient?: boolean;
}

/**
 * One round: load, kill one part without warning, wait for recovery (by itself, or by the next
 * start when the supervisor died), then hold every acknowledged entry against the product.
 */
export async function round(instance: Instance, client: Client, ledger: Ledger, victim: Victim, options: RoundOptions): Promise<RoundResult> {
  const before = ledger.entries().length;
  const load = new Load(client, ledger, options.load ?? fullLoad);
  try {
    await sleep(options.loadMs);
    const recoveredMs = await killAndRecover(instance, victim, options.patient ?? false);
    await sleep(200);
    await load.stop();
    return { acknowledged: ledger.entries().length - before, missing: await missing(client, ledger), recoveredMs };
  } finally {
    await load.stop();
  }
}

/** Kills one part and waits until everything answers again. @returns how long that took, in ms. */
export async function killAndRecover(instance: Instance, victim: Victim, patient: boolean): Promise<number> {
  const pid = instance.pidOf(victim);
  const mark = markOf(pid);
  const others = (["server", "worker", "postgres"] as const).flatMap((part) => markOf(instance.pidOf(part)) ?? []);
  const killedAt = Date.now();
  instance.kill(victim);
  if (mark) await gone(mark, 5_000);
  if (victim === "supervisor") {
    await instance.ended();
    if (patient) await allGone(others);
    await instance.start();
  } else {
    await instance.replaced(victim, pid);
    await instance.ready();
  }
  return Date.now() - killedAt;
}

async function allGone(marks: readonly ProcessMark[]): Promise<void> {
  for (const mark of marks) {
    if (!(await gone(mark, 15_000))) throw new Error(`Process ${mark.pid} outlived its supervisor by 15 s.`);
  }
}
