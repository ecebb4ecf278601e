import { expect, test } from "vitest";
import { fastestWithin } from "./fastest.ts";

type Given = Parameters<typeof fastestWithin>[0];
const candidate = (runId: string, auc: number | null, latencyMs: number | null) =>
  ({ runId, latencyMs, metrics: auc === null ? {} : { roc_auc: auc } }) as unknown as Given["candidates"][number];

test("the fastest near the best is found; a faster one that is worse is not", () => {
  const given: Given = {
    primaryMetric: "roc_auc",
    bestRunId: "best",
    candidates: [candidate("best", 0.9, 6), candidate("near", 0.897, 1), candidate("far", 0.85, 0.1), candidate("running", null, null)],
  };
  expect(fastestWithin(given, 0.005)).toBe("near");
  expect(fastestWithin({ ...given, bestRunId: null }, 0.005)).toBeNull();
});
