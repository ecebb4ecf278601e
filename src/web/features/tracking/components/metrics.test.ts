import { expect, test } from "vitest";
import { runOf } from "../testing.ts";
import { tookMs } from "./metrics.ts";

test("a run that ended took what it took, also under a tenth of a second; one that goes on is told by whole seconds", () => {
  const startedAt = "2026-11-21T04:00:00.000Z";
  expect(tookMs(runOf({ id: "a", startedAt, endedAt: "2026-11-21T04:00:00.058Z" }), 0)).toBe(58);
  expect(tookMs(runOf({ id: "b", startedAt, endedAt: null, status: "running" }), Date.parse("2026-11-21T04:00:07.900Z"))).toBe(7000);
  expect(tookMs(runOf({ id: "c", startedAt, endedAt: null, status: "queued" }), 0)).toBe(0);
});
