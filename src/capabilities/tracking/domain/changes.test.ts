import assert from "node:assert/strict";
import { test } from "node:test";
import type { Run } from "../contract/runs.ts";
import { changesOf, packagesOf, type Known } from "./changes.ts";

const none = { inputs: { datasets: [], models: [] }, outputs: { models: [] } };
const run = (tags: Record<string, string>): Run => ({ tags, params: {}, metrics: {}, datasetId: null, datasetVersion: null }) as unknown as Run;
const known = (tags: Record<string, string>, packages: Record<string, string> | null = null, links: Known["links"] = none): Known => ({
  run: run(tags),
  links,
  packages: packages && new Map(Object.entries(packages)),
});

test("what differs comes first within its area, and what nobody says is left out", () => {
  const changes = changesOf([
    known({ "mlflow.source.name": "train.py", "mlflow.source.git.commit": "a1" }, { numpy: "2.0", scipy: "1.1" }),
    known({ "mlflow.source.name": "train.py", "mlflow.source.git.commit": "b2" }, { numpy: "2.1", scipy: "1.1" }),
  ]);
  assert.deepEqual(
    changes.map((c) => [c.area, c.key, c.differs]),
    [
      ["code", "commit", true],
      ["code", "program", false],
      ["environment", "numpy", true],
      ["environment", "scipy", false],
    ],
  );
});

test("data is compared by its context: name, digest, rows and columns", () => {
  const input = (digest: string, rows: number, columns: string[]): Known["links"] => ({
    ...none,
    inputs: {
      models: [],
      datasets: [
        {
          name: "churn",
          digest,
          sourceType: "local",
          source: "{}",
          schema: JSON.stringify({ mlflow_colspec: columns.map((name) => ({ name, type: "double" })) }),
          profile: JSON.stringify({ num_rows: rows }),
          tags: { "mlflow.data.context": "training" },
        },
      ],
    },
  });
  const changes = changesOf([known({}, null, input("d1", 100, ["a"])), known({}, null, input("d2", 120, ["a", "b"])), known({})]);
  assert.deepEqual(
    changes.map((c) => [c.key, c.values]),
    [
      ["training data", ["churn", "churn", null]],
      ["training digest", ["d1", "d2", null]],
      ["training rows", ["100", "120", null]],
      ["training columns", ["a double", "a double, b double", null]],
    ],
  );
});

test("a description that is no JSON hides nothing else", () => {
  const broken = { ...none, inputs: { models: [], datasets: [{ name: "x", digest: "1", sourceType: "", source: "", schema: "{", profile: "[]", tags: {} }] } };
  assert.deepEqual(
    changesOf([known({}, null, broken)]).map((c) => c.key),
    ["input data", "input digest"],
  );
});

test("packages are read from requirements, conda and python environment files", () => {
  assert.deepEqual(
    [...packagesOf("numpy==2.1.0\nscikit_learn[extra] >= 1.5, <2 ; python_version > '3'\n# note\n-e .\n  - python=3.11.4\n    - pandas==2.2  # pinned\n")],
    [
      ["numpy", "2.1.0"],
      ["scikit-learn", "1.5"],
      ["python", "3.11.4"],
      ["pandas", "2.2"],
    ],
  );
});
