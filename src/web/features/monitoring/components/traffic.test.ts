import { expect, test } from "vitest";
import { wholeWindow } from "./traffic.ts";

test("a quiet hour has 0 predictions and no latency, and the window ends now", () => {
  const now = Date.parse("2026-11-21T04:30:30.000Z");
  const points = wholeWindow([{ at: "2026-11-21T04:10:00.000Z", requests: 2, rows: 7, errors: 1, latencyP50Ms: 1, latencyP95Ms: 3 }], 1, 600, now);
  expect(points.map((p) => p.rows)).toEqual([0, 0, 0, 7, 0, 0]);
  expect(points.at(-1)).toEqual({ at: "2026-11-21T04:30:00.000Z", requests: 0, rows: 0, errors: 0, latencyP50Ms: null, latencyP95Ms: null });
});
