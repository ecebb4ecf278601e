import assert from "node:assert/strict";
import { test } from "node:test";
import { gate } from "./gate.ts";

test("two run at a time, a hundred wait, and who comes then is told to come back", async () => {
  const through = gate(2, 100);
  let running = 0;
  let most = 0;
  const open: (() => void)[] = [];
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => void open.push(resolve));
    running -= 1;
  };
  const all = Array.from({ length: 102 }, () => through(work));
  await assert.rejects(through(work), { code: "rate_limited" });
  for (let done = 0; done < 102; done += 1) {
    while (open.length === 0) await new Promise((resolve) => setImmediate(resolve));
    open.shift()?.();
  }
  await Promise.all(all);
  assert.equal(most, 2);
  assert.equal(await through(async () => "free again"), "free again");
});

test("work that fails gives its place back", async () => {
  const through = gate(1, 0);
  for (let i = 0; i < 5; i += 1)
    await assert.rejects(
      through(() => Promise.reject(new Error("broken"))),
      /broken/,
    );
  assert.equal(await through(async () => 1), 1);
});
