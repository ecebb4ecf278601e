import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import type { Loop } from "../../src/kernel/ctx.ts";
import type { Kernel } from "../../src/kernel/pipeline.ts";
import { silentLog } from "../../src/main/log.ts";
import { startLoops } from "../../src/worker/loops.ts";
import { listJobs } from "../../src/capabilities/jobs/contract.ts";
import { bench, type Bench } from "./bench.ts";

let b: Bench;
before(async () => void (b = await bench()));
after(() => b.close());

const withLoops = (loops: Loop[]): Kernel => ({ ...b.kernel, registry: { ...b.kernel.registry, loops } });
const nowhere = async (): Promise<string[]> => [];

test("a loop runs in one worker at a time, one run after another, and moves when its worker stops", { timeout: 30_000 }, async () => {
  const seen: string[] = [];
  let inside = 0;
  const loop = (who: string): Loop => ({
    name: "probe.tick",
    intervalMs: 20,
    async run() {
      inside += 1;
      assert.equal(inside, 1, "never two at once");
      seen.push(who);
      await sleep(30);
      inside -= 1;
    },
  });
  const first = startLoops(withLoops([loop("first")]), b.url, nowhere, silentLog);
  while (seen.length < 3) await sleep(20);
  const second = startLoops(withLoops([loop("second")]), b.url, nowhere, silentLog);
  await sleep(1_500);
  assert.deepEqual([...new Set(seen)], ["first"]);
  await first.close();
  while (!seen.includes("second")) await sleep(20);
  await second.close();
  const count = seen.length;
  await sleep(200);
  assert.equal(seen.length, count, "a stopped worker runs nothing");
});

test("a loop that fails runs again, and acts as the product itself in the workspace it names", { timeout: 30_000 }, async () => {
  const ws = randomUUID();
  const errors: string[] = [];
  let runs = 0;
  const answers: unknown[] = [];
  const loop: Loop = {
    name: "probe.flaky",
    intervalMs: 20,
    async run(tools) {
      runs += 1;
      if (runs === 1) throw new Error("the first run fails");
      assert.deepEqual(await tools.workspaces(), [ws]);
      answers.push(await tools.call(ws, listJobs, {}));
    },
  };
  const loops = startLoops(withLoops([loop]), b.url, async () => [ws], { ...silentLog, error: (_data, message) => void errors.push(message) });
  while (answers.length === 0) await sleep(20);
  await loops.close();
  assert.deepEqual(answers[0], { items: [], nextCursor: null });
  assert.deepEqual(errors, ["A loop failed; it runs again after its interval"]);
});
