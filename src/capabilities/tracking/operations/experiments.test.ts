import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createProject } from "../../projects/contract.ts";
import {
  createExperiment,
  defaultExperiment,
  deleteExperiment,
  deleteExperimentTags,
  findExperimentByNumber,
  getExperiment,
  listExperiments,
  restoreExperiment,
  setExperimentTags,
  updateExperiment,
} from "../contract/experiments.ts";
import { logMetrics } from "../contract/metrics.ts";
import { createRun, deleteRun, getRun, restoreRun } from "../contract/runs.ts";
import { runKeys, searchRuns } from "../contract/search.ts";

const w = await world();
const named = (name: string) => w.call(createExperiment, { projectId: w.projectId, name });

test("an experiment has a number of its own, by which it is found", async () => {
  const [a, b] = [await named("first"), await named("second")];
  assert.ok(b.number > a.number);
  assert.equal((await w.call(findExperimentByNumber, { number: a.number })).id, a.id);
  await assert.rejects(w.call(findExperimentByNumber, { number: 2 ** 40 }), /no experiment number/);
  const other = await w.outsider();
  await assert.rejects(other.call(findExperimentByNumber, { number: a.number }), /no experiment number/);
});

test("a name is taken once in a project, also by a deleted experiment and against renaming", async () => {
  const { id } = await named("taken");
  await assert.rejects(named("taken"), /Experiment\(name=taken\) already exists/);
  await w.call(deleteExperiment, { experimentId: id });
  await assert.rejects(named("taken"), /already exists in deleted state/);
  const free = await named("free");
  await assert.rejects(w.call(updateExperiment, { experimentId: free.id, name: "taken" }), /already exists in deleted state/);
  assert.equal((await w.call(updateExperiment, { experimentId: free.id, name: "Taken", description: "d" })).name, "Taken");
});

test("deleting takes the runs along, and restoring brings back those, not what was deleted before", async () => {
  const { id: experimentId } = await named("with runs");
  const [kept, gone] = [await w.call(createRun, { projectId: w.projectId, experimentId }), await w.call(createRun, { projectId: w.projectId, experimentId })];
  await w.call(deleteRun, { runId: gone.id });
  const deleted = await w.call(deleteExperiment, { experimentId });
  assert.ok(deleted.deletedAt);
  assert.equal((await w.call(searchRuns, { experimentIds: [experimentId] })).items.length, 0);
  await assert.rejects(w.call(createRun, { projectId: w.projectId, experimentId }), /must be in the 'active' state/);
  await assert.rejects(w.call(logMetrics, { runId: kept.id, metrics: [{ key: "a", value: 1 }] }), /must be in the 'active' state/);
  await assert.rejects(w.call(restoreRun, { runId: kept.id }), /must be in the 'active' state/);
  await assert.rejects(w.call(setExperimentTags, { experimentId, tags: { a: "b" } }), /must be in the 'active' state/);
  assert.equal((await w.call(restoreExperiment, { experimentId })).runCount, 1);
  assert.equal((await w.call(getRun, { runId: kept.id })).deletedAt, null);
  assert.notEqual((await w.call(getRun, { runId: gone.id })).deletedAt, null);
});

test("the Default experiment is made once, also by runs that name none, and many at once", async () => {
  const made = await Promise.all([
    ...Array.from({ length: 5 }, () => w.call(defaultExperiment, { projectId: w.projectId }).then((e) => e.id)),
    ...Array.from({ length: 5 }, () => w.call(createRun, { projectId: w.projectId }).then((r) => r.experimentId)),
  ]);
  assert.equal(new Set(made).size, 1);
});

test("tags are set, replaced, removed, and searched", async () => {
  const { id: experimentId } = await named("tagged");
  await w.call(setExperimentTags, { experimentId, tags: { team: "risk", stage: "one" } });
  await w.call(setExperimentTags, { experimentId, tags: { stage: "two" } });
  assert.deepEqual((await w.call(deleteExperimentTags, { experimentId, keys: ["team", "none"] })).deleted, ["team"]);
  assert.deepEqual((await w.call(getExperiment, { experimentId })).tags, { stage: "two" });
  const found = async (filter: string) => (await w.call(listExperiments, { projectId: w.projectId, filter })).items.map((e) => e.name);
  assert.deepEqual(await found("tags.stage = 'two'"), ["tagged"]);
  assert.deepEqual(await found("name LIKE 'tag%' AND tag.stage != 'one' and tags.team IS NULL"), ["tagged"]);
  assert.deepEqual(await found("attribute.name ILIKE 'TAGGED' and creation_time > 0 and last_update_time > 0"), ["tagged"]);
  assert.deepEqual(await found("tags.team = 'risk'"), []);
  await assert.rejects(found("params.a = '1'"), /params is nothing that experiments have/);
});

test("lists page in every order, newest first unless asked", async () => {
  const of = await w.outsider();
  for (const name of ["c", "a", "b"]) await of.call(createExperiment, { projectId: of.projectId, name });
  const pages = async (orderBy?: string[]): Promise<string> => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await of.call(listExperiments, { projectId: of.projectId, limit: 1, ...(orderBy && { orderBy }), ...(cursor && { cursor }) });
      seen.push(...page.items.map((e) => e.name));
      cursor = page.nextCursor;
    }
    return seen.join("");
  };
  assert.deepEqual(
    [await pages(), await pages(["name"]), await pages(["name DESC"]), await pages(["creation_time ASC"]), await pages(["experiment_id ASC"])],
    ["bac", "abc", "cba", "cab", "cab"],
  );
});

test("a client's own id makes an experiment and a run once, however often it is sent", async () => {
  const [experimentId, id] = [randomUUIDv7(), randomUUIDv7()];
  for (let i = 0; i < 2; i += 1) {
    assert.equal((await w.call(createExperiment, { projectId: w.projectId, id: experimentId, name: "offline" })).id, experimentId);
    const run = await w.call(createRun, {
      projectId: w.projectId,
      experimentId,
      id,
      name: "replayed",
      status: "finished",
      startedAt: "2026-11-20T10:00:00.000Z",
    });
    assert.deepEqual([run.id, run.status, run.startedAt], [id, "finished", "2026-11-20T10:00:00.000Z"]);
  }
  assert.equal((await w.call(getExperiment, { experimentId })).runCount, 1);
  const other = await w.outsider();
  assert.equal((await other.call(createRun, { projectId: other.projectId, id })).projectId, other.projectId);
});

test("keys that runs use are listed once each, by kind and part", async () => {
  const { id: experimentId } = await named("keys");
  for (let i = 0; i < 2; i += 1) {
    const { id: runId } = await w.call(createRun, { projectId: w.projectId, experimentId, params: { lr: "1" }, tags: { team: "risk" } });
    await w.call(logMetrics, { runId, metrics: ["val_loss", "loss", "acc"].map((key) => ({ key, value: i })) });
  }
  const keys = async (kind: "metric" | "param" | "tag", q?: string) => (await w.call(runKeys, { experimentIds: [experimentId], kind, ...(q && { q }) })).items;
  assert.deepEqual(
    [await keys("metric"), await keys("metric", "LOSS"), await keys("param"), await keys("tag")],
    [["acc", "loss", "val_loss"], ["loss", "val_loss"], ["lr"], ["team"]],
  );
  const page = await w.call(runKeys, { experimentIds: [experimentId], kind: "metric", limit: 2 });
  assert.deepEqual((await w.call(runKeys, { experimentIds: [experimentId], kind: "metric", limit: 2, cursor: page.nextCursor ?? "" })).items, ["val_loss"]);
});

test("the default experiment stays the same when it is renamed and when another is called Default", async () => {
  const { id: projectId } = await w.call(createProject, { name: w.unique() });
  const first = await w.call(defaultExperiment, { projectId });
  await w.call(updateExperiment, { experimentId: first.id, name: "Baseline" });
  const other = await w.call(createExperiment, { projectId, name: "Default" });
  const again = await w.call(defaultExperiment, { projectId });
  assert.deepEqual([again.id, again.name], [first.id, "Baseline"]);
  assert.equal((await w.call(createRun, { projectId })).experimentId, first.id);
  const listed = async (wanted: boolean) => (await w.call(listExperiments, { projectId, default: wanted, view: "all" })).items.map((e) => e.id);
  assert.deepEqual([await listed(true), await listed(false)], [[first.id], [other.id]]);
  await w.call(deleteExperiment, { experimentId: first.id });
  assert.deepEqual(await listed(true), [first.id]);
  await assert.rejects(w.call(createRun, { projectId }), /must be in the 'active' state/);
});

test("an experiment that was called Default before there was a default one becomes it, once, also for many at once", async () => {
  for (const begin of ["created", "renamed"]) {
    const { id: projectId } = await w.call(createProject, { name: w.unique() });
    const { id } = await w.call(createExperiment, { projectId, name: begin === "created" ? "Default" : "Other" });
    if (begin === "renamed") await w.call(updateExperiment, { experimentId: id, name: "Default" });
    const made = await Promise.all([
      ...Array.from({ length: 4 }, () => w.call(defaultExperiment, { projectId }).then((e) => e.id)),
      ...Array.from({ length: 4 }, () => w.call(createRun, { projectId }).then((r) => r.experimentId)),
    ]);
    assert.deepEqual([...new Set(made)], [id], begin);
  }
});
