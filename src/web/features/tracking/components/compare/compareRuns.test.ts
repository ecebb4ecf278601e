import { expect, test } from "vitest";
import { bestAt, compareRuns } from "./compareRuns.ts";
import { runOf } from "../../testing.ts";
import { smoothed } from "../smooth.ts";

const run = (id: string, params: Record<string, string>, auc: number) => runOf({ id, params, metrics: { roc_auc: auc } });

test("lines that differ stand before lines that are equal, also where a run lacks the key", () => {
  const groups = compareRuns([run("a", { depth: "6", seed: "1" }, 0.9), run("b", { seed: "1", eta: "0.1" }, 0.8)], []);
  const params = groups.find((g) => g.key === "params")?.lines ?? [];
  expect(params.map((l) => [l.key, l.differs])).toEqual([
    ["depth", true],
    ["eta", true],
    ["seed", false],
  ]);
  expect(params[0]?.values).toEqual(["6", null]);
  expect(groups[0]).toMatchObject({ key: "metrics", lines: [{ key: "roc_auc", values: [0.9, 0.8], differs: true }] });
});

test("code, data and environment come from the server; their tags are not shown twice", () => {
  const tagged = { ...run("a", {}, 1), tags: { "mlflow.source.git.commit": "a1", team: "risk" } };
  const groups = compareRuns([tagged, run("b", {}, 1)], [{ area: "code", key: "commit", values: ["a1", null], differs: true }]);
  expect(groups.find((g) => g.key === "code")).toMatchObject({ differing: 1, lines: [{ key: "commit" }] });
  expect(groups.find((g) => g.key === "tags")?.lines.map((l) => l.key)).toEqual(["team"]);
});

test("the best of a line is marked only where one alone is best", () => {
  expect(bestAt([0.9, 0.8, null], false)).toBe(0);
  expect(bestAt([0.9, 0.8, null], true)).toBe(1);
  expect(bestAt([0.9, 0.9], false)).toBeNull();
  expect(bestAt([0.9, null], false)).toBeNull();
});

test("smoothing leaves gaps as gaps and starts at the first value", () => {
  const values = smoothed([1, null, 3], 0.5);
  expect(values[0]).toBeCloseTo(1);
  expect(values[1]).toBeNull();
  expect(values[2]).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75);
  expect(smoothed([1, 2, 3], 0)).toEqual([1, 2, 3]);
});
