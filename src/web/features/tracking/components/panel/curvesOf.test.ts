import { expect, test } from "vitest";
import { placed, softened, spreadOf, type Line } from "./curvesOf.ts";

const line = (values: (number | null)[], every = 1): Line => ({
  runId: "r",
  points: values.map((value, i) => ({ step: i * every, value, timestamp: new Date(1_000_000 + i * 2000).toISOString() })),
});

test("a line is placed by step, by seconds since its start, or by another metric at the same step", () => {
  expect(placed(line([1, 2]), "step")).toEqual({ x: [0, 1], y: [1, 2] });
  expect(placed(line([1, 2]), "time")).toEqual({ x: [0, 2], y: [1, 2] });
  expect(placed(line([5, 6, 7]), "metric:epoch", line([30, 10]))).toEqual({ x: [10, 30], y: [6, 5] });
});

test("the band is one sample standard deviation; lines of other steps are read between their points", () => {
  const spread = spreadOf([placed(line([0, 2, 4]), "step"), placed(line([2, 6], 2), "step")]);
  expect(spread.x).toEqual([0, 1, 2]);
  expect(spread.mean).toEqual([1, 3, 5]);
  expect(spread.high[0]).toBeCloseTo(1 + Math.SQRT2);
  expect(spread.n).toEqual([2, 2, 2]);
});

test("where one line ended, the other goes on alone; a gap counts for nobody", () => {
  const spread = spreadOf([placed(line([1, 1, 1, 1]), "step"), placed(line([3, 3]), "step"), placed(line([null, null]), "step")]);
  expect(spread.mean).toEqual([2, 2, 1, 1]);
  expect(spread.n).toEqual([2, 2, 1, 1]);
  expect(spread.high[3]).toBe(1);
});

test("smoothing keeps the places and the gaps", () => {
  expect(softened({ x: [0, 1, 2], y: [1, null, 3] }, 0.5).y[1]).toBeNull();
  expect(softened({ x: [0], y: [1] }, 0)).toEqual({ x: [0], y: [1] });
});
