import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { watchTraining } from "../contract.ts";
import { aTraining } from "../factory.ts";

test("a watch shows at least three advancing counts and ends with the leaderboard", async () => {
  const w = await world();
  const { trainingId } = await aTraining(w);
  const watching = w.watch(watchTraining, { trainingId }, (events) => events.at(-1)?.status === "finished");
  await w.drainJobs();
  const events = await watching;
  const counts = events.map((event) => event.done);
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  assert.ok(new Set(counts).size >= 3, counts.join(" "));
  assert.equal(events.at(-1)?.candidates[0]?.rank, 1);
  assert.ok(events.some((event) => /fold \d of 2/.test(event.message)));
});
