import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import type { Line, Progress } from "./durable.ts";
import { createReporter } from "./reporter.ts";

const line = (text: string): Line => ({ level: "info", text, at: new Date() });
const fail = (error: unknown): void => assert.fail(String(error));
const progress = (done: number): Progress => ({ done, total: null, message: "" });

test("thousands of reports become a few writes; the newest progress and every line arrive, in order", async () => {
  const writes: { progress: Progress | null; lines: readonly Line[] }[] = [];
  const reporter = createReporter(async (p, lines) => void writes.push({ progress: p, lines }), fail);
  for (let i = 1; i <= 3_000; i += 1) {
    await reporter.progress(progress(i));
    await reporter.line(line(String(i)));
  }
  await reporter.flush();
  reporter.close();
  assert.ok(writes.length < 10, `${writes.length} writes`);
  assert.equal(writes.at(-1)?.progress?.done ?? writes.at(-2)?.progress?.done, 3_000);
  assert.deepEqual(
    writes.flatMap((w) => w.lines.map((l) => l.text)),
    Array.from({ length: 3_000 }, (_, i) => String(i + 1)),
  );
});

test("what could not be written is written later, once and in order", async () => {
  let broken = true;
  const lines: string[] = [];
  const errors: unknown[] = [];
  const reporter = createReporter(
    async (_p, more) => {
      if (broken) throw new Error("away");
      lines.push(...more.map((l) => l.text));
    },
    (error) => errors.push(error),
  );
  await reporter.line(line("one"));
  await reporter.line(line("two"));
  await sleep(300);
  assert.ok(errors.length >= 1);
  broken = false;
  await reporter.line(line("three"));
  await reporter.flush();
  reporter.close();
  assert.deepEqual(lines, ["one", "two", "three"]);
});

test("a line is cut at 8,000 characters and holds no NUL or broken character", async () => {
  const seen: string[] = [];
  const reporter = createReporter(async (_p, more) => void seen.push(...more.map((l) => l.text)), fail);
  await reporter.line(line(`a\0b${"\ud800"}`));
  await reporter.line(line("😀".repeat(10_000)));
  await reporter.flush();
  reporter.close();
  assert.equal(seen[0], "a\u{fffd}b\u{fffd}");
  assert.ok((seen[1]?.length ?? 0) <= 8_001);
  assert.ok(seen[1]?.isWellFormed());
});
