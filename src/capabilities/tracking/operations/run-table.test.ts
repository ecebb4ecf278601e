import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import type { World } from "../../../../tests/world.ts";
import { deleteRuns, restoreRuns, tagRuns } from "../contract/bulk.ts";
import { compareRuns, significance } from "../contract/compare.ts";
import { exportRuns } from "../contract/export.ts";
import { childCounts, groupRuns } from "../contract/groups.ts";
import { uploadArtifact } from "../contract/artifacts.ts";
import { logMetrics } from "../contract/metrics.ts";
import { createRun, getRun } from "../contract/runs.ts";
import { searchRuns } from "../contract/search.ts";

async function seeded(w: World, model: string, values: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, value] of values.entries()) {
    const { id } = await w.call(createRun, { projectId: w.projectId, name: `${model} ${i}`, params: { model, seed: String(i), lr: "0.1" } });
    await w.call(logMetrics, { runId: id, metrics: [{ key: "auc", value, step: 1 }] });
    ids.push(id);
  }
  return ids;
}

test("groups count every run that matches, with mean and spread of the metrics, ordered by one of them", async () => {
  const w = await world();
  await seeded(w, "lgbm", [0.9, 0.92]);
  const [single = ""] = await seeded(w, "mlp", [0.95]);
  await w.call(logMetrics, { runId: single, metrics: [{ key: "auc", value: "NaN", step: 2 }] });
  await w.call(createRun, { projectId: w.projectId });
  const asked = { projectId: w.projectId, by: ["param:model"], metrics: [{ key: "auc", aggregate: "max" as const }], sort: 0 };
  const { total, groupCount, groups } = await w.call(groupRuns, asked);
  assert.deepEqual([total, groupCount], [4, 3]);
  assert.deepEqual(
    groups.map((g) => [g.values[0], g.runs, g.metrics[0]?.n]),
    [
      ["mlp", 1, 1],
      ["lgbm", 2, 2],
      [null, 1, 0],
    ],
  );
  assert.ok(Math.abs((groups[1]?.metrics[0]?.mean ?? 0) - 0.91) < 1e-12);
  assert.ok(Math.abs((groups[1]?.metrics[0]?.sd ?? 0) - Math.SQRT2 / 100) < 1e-12);
  assert.equal(groups[0]?.metrics[0]?.sd, null);
  const filtered = await w.call(groupRuns, { ...asked, filter: "params.model = 'lgbm'" });
  assert.deepEqual([filtered.total, filtered.groupCount], [2, 1]);
  assert.equal((await w.call(groupRuns, { projectId: w.projectId, filter: "params.model = 'lgbm'" })).total, 2);
});

test("seeds of one configuration are one group", async () => {
  const w = await world();
  await seeded(w, "a", [1, 2, 3]);
  await seeded(w, "b", [1]);
  const { groups } = await w.call(groupRuns, { projectId: w.projectId, by: ["seeds"] });
  assert.deepEqual(
    groups.map((g) => [JSON.parse(g.values[0] ?? ""), g.runs, g.runIds.length]),
    [
      [{ lr: "0.1", model: "a" }, 3, 3],
      [{ lr: "0.1", model: "b" }, 1, 1],
    ],
  );
});

test("children are counted by their parent", async () => {
  const w = await world();
  const [parent = "", other = ""] = await seeded(w, "p", [1, 1]);
  for (let i = 0; i < 2; i += 1) await w.call(createRun, { projectId: w.projectId, parentRunId: parent });
  assert.deepEqual((await w.call(childCounts, { runIds: [parent, other] })).counts, { [parent]: 2 });
});

test("many are deleted, found among the deleted, and restored; one of another workspace stops all of it", async () => {
  const w = await world();
  const { projectId } = w;
  const runIds = await seeded(w, "m", [1, 2]);
  await w.call(deleteRuns, { projectId, runIds });
  assert.equal((await w.call(searchRuns, { projectId })).items.length, 0);
  assert.equal((await w.call(searchRuns, { projectId, view: "deleted" })).items.length, 2);
  await w.call(restoreRuns, { projectId, runIds });
  const other = await w.outsider();
  const foreign = (await other.call(createRun, { projectId: other.projectId })).id;
  await assert.rejects(w.call(deleteRuns, { projectId, runIds: [...runIds, foreign] }), { code: "not_found" });
  assert.equal((await w.call(searchRuns, { projectId })).items.length, 2);
});

test("many get a tag and lose another", async () => {
  const w = await world();
  const runIds = await seeded(w, "t", [1, 2]);
  await w.call(tagRuns, { projectId: w.projectId, runIds, set: { team: "risk", old: "1" } });
  await w.call(tagRuns, { projectId: w.projectId, runIds, remove: ["old"] });
  for (const runId of runIds) assert.deepEqual((await w.call(getRun, { runId })).tags, { team: "risk" });
});

test("the CSV of all has the asked columns in the asked order, quoted", async () => {
  const w = await world();
  await w.call(createRun, { projectId: w.projectId, name: '=cmd,"x"', params: { note: "two\nlines" } });
  await seeded(w, "csv", [0.5, 0.25]);
  const columns = [
    { column: "attr:name", title: "Run" },
    { column: "max:auc", title: "auc max" },
    { column: "param:note", title: "note" },
  ];
  const bytes = await w.download(exportRuns, { projectId: w.projectId, orderBy: ["metrics.auc ASC"], columns });
  assert.equal(bytes.toString(), `Run,auc max,note\r\ncsv 1,0.25,\r\ncsv 0,0.5,\r\n"'=cmd,""x""",,"two\nlines"\r\n`);
  await assert.rejects(w.download(exportRuns, { projectId: w.projectId, filter: "metrics.auc >", columns }), { code: "invalid_input" });
});

test("what changed: code from tags, packages from the environment file, equal lines marked", async () => {
  const w = await world();
  const make = async (commit: string, numpy: string): Promise<string> => {
    const { id } = await w.call(createRun, { projectId: w.projectId, tags: { "mlflow.source.git.commit": commit, "mlflow.source.name": "train.py" } });
    await w.upload(uploadArtifact, { runId: id, path: "model/requirements.txt" }, `numpy==${numpy}\nscipy==1.17.1\n`);
    return id;
  };
  const { changes, unread } = await w.call(compareRuns, { runIds: [await make("a1", "2.0"), await make("b2", "2.1")] });
  assert.deepEqual(unread, []);
  assert.deepEqual(
    changes.map((c) => [c.area, c.key, c.values.join(" "), c.differs]),
    [
      ["code", "commit", "a1 b2", true],
      ["code", "program", "train.py train.py", false],
      ["environment", "numpy", "2.0 2.1", true],
      ["environment", "scipy", "1.17.1 1.17.1", false],
    ],
  );
});

test("two configurations are compared over the seeds both have, whichever of their runs was named", async () => {
  const w = await world();
  const a = await seeded(w, "a", [0.916, 0.9151, 0.9136, 0.9128, 0.912]);
  const b = await seeded(w, "b", [0.9133, 0.9124, 0.9109, 0.9101, 0.9094, 0.99]);
  const { seedKey, groups, comparisons } = await w.call(significance, { runIds: [a[2] ?? "", a[0] ?? "", b[5] ?? ""], metric: "auc" });
  assert.equal(seedKey, "seed");
  assert.deepEqual(
    groups.map((g) => [g.runId, g.seeds]),
    [
      [a[2], 5],
      [b[5], 6],
    ],
  );
  const [only] = comparisons;
  assert.equal(only?.n, 5);
  assert.deepEqual(
    only?.pairs.map((p) => p.seed),
    ["0", "1", "2", "3", "4"],
  );
  assert.ok(Math.abs((only?.meanDifference ?? 0) - 0.00268) < 1e-9);
  assert.equal(only?.wilcoxon?.p, 0.0625);
});
