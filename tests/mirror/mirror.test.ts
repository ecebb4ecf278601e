import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { raw, sql } from "../../src/db/sql.ts";
import {
  createMirror,
  mirrorStatus,
  copyHistory,
  listMirroredRuns,
  pauseMirror,
  resumeMirror,
  updateMirror,
  type Mirror,
} from "../../src/capabilities/integrations/contract/mirrors.ts";
import { serveMirror } from "../../src/capabilities/integrations/mirrors.ts";
import { createExperiment } from "../../src/capabilities/tracking/contract/experiments.ts";
import { downloadArtifact, listArtifacts, uploadArtifact } from "../../src/capabilities/tracking/contract/artifacts.ts";
import { logMetrics, metricHistory } from "../../src/capabilities/tracking/contract/metrics.ts";
import { createRun, deleteTags, logParams, setTags, updateRun, type Run } from "../../src/capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../src/capabilities/tracking/contract/search.ts";
import { listStreams } from "../../src/capabilities/tracking/contract/streams.ts";
import { loopTools } from "../../src/worker/loops.ts";
import { silentLog } from "../../src/main/log.ts";
import { world, type World } from "../harness.ts";
import { peer, type Peer } from "./peer.ts";

let w: World;
let there: Peer;

before(async () => {
  w = await world();
  there = await peer(await world());
});
afterEach(() => {
  there.trouble = () => null;
});
after(() => there.close());

/** Serves the mirror as the worker's loop does, as the system actor. */
async function serve(mirror: Mirror, turns = 1): Promise<Mirror> {
  const tools = loopTools(w.kernel, async () => [w.workspaceId], silentLog);
  for (let i = 0; i < turns; i += 1) await serveMirror(tools, w.workspaceId, mirror.id);
  return (await w.call(mirrorStatus, { mirrorId: mirror.id })).mirror;
}

async function mirrored(
  kind: "mlflow" | "wandb",
  more: Partial<Parameters<typeof w.call<typeof createMirror.input, typeof createMirror.output>>[1]> = {},
): Promise<Mirror> {
  return await w.call(createMirror, { projectId: w.projectId, kind, name: w.unique(), url: there.url, token: there.key, ...more });
}

/** A run in an experiment of its own, with a parameter, a tag and points of two metrics. */
async function aRun(points = 20): Promise<{ run: Run; experiment: string }> {
  const experiment = `experiment ${w.unique()}`;
  const { id: experimentId } = await w.call(createExperiment, { projectId: w.projectId, name: experiment });
  const run = await w.call(createRun, { projectId: w.projectId, experimentId, name: "trained", params: { depth: "3" }, tags: { team: "risk" } });
  await log(run.id, 0, points);
  return { run, experiment };
}

async function log(runId: string, from: number, to: number): Promise<void> {
  const metrics = Array.from({ length: to - from }, (_, i) => {
    const step = from + i;
    const timestamp = new Date(Date.UTC(2026, 0, 1) + step * 1000).toISOString();
    return [
      { key: "loss", value: 1 / (step + 1), step, timestamp },
      { key: "auc", value: step / 1000, step, timestamp },
    ];
  }).flat();
  await w.call(logMetrics, { runId, metrics });
}

/** The copies outside of our run, found by name of the experiment (MLflow) or group (W&B). */
async function copies(kind: "mlflow" | "wandb", experiment: string, run: Run): Promise<Run[]> {
  const { items } = await there.world.call(searchRuns, { projectId: there.world.projectId, limit: 1000 });
  return items.filter((r) => (kind === "mlflow" ? r.tags["luminaops.run_id"] === run.id : r.tags["wandb.group"] === experiment));
}

async function history(runId: string, key: string): Promise<{ step: number; value: number | null; timestamp: string }[]> {
  const { points } = await there.world.call(metricHistory, { runId, key, points: 5000 });
  return points.map(({ step, value, timestamp }) => ({ step, value, timestamp }));
}

async function ours(runId: string, key: string): Promise<{ step: number; value: number | null; timestamp: string }[]> {
  const { points } = await w.call(metricHistory, { runId, key, points: 5000 });
  return points.map(({ step, value, timestamp }) => ({ step, value, timestamp }));
}

for (const kind of ["mlflow", "wandb"] as const) {
  describe(`a mirror to ${kind === "mlflow" ? "MLflow" : "W&B"}`, () => {
    test("copies a run with state, parameters, tags, every point and its files, once", async () => {
      const mirror = await mirrored(kind);
      const { run, experiment } = await aRun();
      await w.upload(uploadArtifact, { runId: run.id, path: "plots/ä b.txt", mediaType: "text/plain" }, "the file");
      await w.call(updateRun, { runId: run.id, status: "finished" });
      const served = await serve(mirror);
      assert.deepEqual([served.state, served.error, served.runs, served.runsFailed, served.points], ["active", null, 1, 0, 40]);
      const [copy, ...more] = await copies(kind, experiment, run);
      assert.ok(copy);
      assert.equal(more.length, 0);
      assert.deepEqual([copy.name, copy.status, copy.params["depth"]], ["trained", "finished", "3"]);
      for (const key of ["loss", "auc"]) assert.deepEqual(await history(copy.id, key), await ours(run.id, key));
      const { items: files } = await there.world.call(listArtifacts, { runId: copy.id });
      assert.deepEqual(
        files.map((file) => file.path),
        ["plots/ä b.txt"],
      );
      assert.equal((await there.world.download(downloadArtifact, { runId: copy.id, path: "plots/ä b.txt" })).toString(), "the file");
    });

    test("follows a run while it goes on, and sends nothing when nothing happens", async () => {
      const mirror = await mirrored(kind);
      const { run, experiment } = await aRun(5);
      await serve(mirror);
      await log(run.id, 5, 12);
      await w.call(logParams, { runId: run.id, params: { late: "yes" } });
      await serve(mirror);
      const [copy] = await copies(kind, experiment, run);
      assert.deepEqual(await history(copy?.id ?? "", "loss"), await ours(run.id, "loss"));
      assert.deepEqual([copy?.params["late"], copy?.status], ["yes", "running"]);
      const before = there.asked.length;
      await serve(mirror, 3);
      assert.equal(there.asked.length, before);
    });

    test("that is away for a while catches up, in order and without doubling", async () => {
      const mirror = await mirrored(kind);
      const { run, experiment } = await aRun(5);
      await serve(mirror);
      await there.close();
      await log(run.id, 5, 30);
      const { run: second, experiment: other } = await aRun(3);
      const failing = await serve(mirror, 2);
      assert.equal(failing.state, "failing");
      assert.match(failing.error ?? "", /nothing listens there/);
      const status = await w.call(mirrorStatus, { mirrorId: mirror.id });
      assert.deepEqual([status.pointsBehind, status.runsBehind, status.secondsBehind > 0], [56, 2, true]);
      await there.reopen();
      const served = await serve(mirror);
      assert.deepEqual([served.state, served.error, served.failingSince], ["active", null, null]);
      for (const [which, name] of [
        [run, experiment],
        [second, other],
      ] as const) {
        const found = await copies(kind, name, which);
        assert.equal(found.length, 1);
        assert.deepEqual(await history(found[0]?.id ?? "", "loss"), await ours(which.id, "loss"));
      }
      const behind = await w.call(mirrorStatus, { mirrorId: mirror.id });
      assert.deepEqual([behind.pointsBehind, behind.runsBehind, behind.secondsBehind], [0, 0, 0]);
    });

    test("whose answers are lost at any point ends with everything there once", async () => {
      const mirror = await mirrored(kind);
      const { run, experiment } = await aRun(30);
      await w.upload(uploadArtifact, { runId: run.id, path: "a.txt", mediaType: "text/plain" }, "a");
      const start = there.asked.length;
      for (let broken = 1; broken <= 14; broken += 1) {
        const at = there.asked.length + 1 + (broken % 5);
        there.trouble = (_path, count) => (count === at ? "after" : null);
        await serve(mirror);
        if (broken === 7) await log(run.id, 30, 40);
      }
      there.trouble = () => null;
      await w.call(updateRun, { runId: run.id, status: "finished" });
      await serve(mirror, 2);
      assert.ok(there.asked.length - start > 14);
      const found = await copies(kind, experiment, run);
      assert.equal(found.length, 1);
      for (const key of ["loss", "auc"]) assert.deepEqual(await history(found[0]?.id ?? "", key), await ours(run.id, key));
      assert.equal(found[0]?.status, "finished");
      if (kind === "wandb") {
        const { streams } = await there.world.call(listStreams, { runId: found[0]?.id ?? "" });
        assert.equal(streams.find((s) => s.stream === "wandb-history.jsonl")?.next, 40, "one line per step");
      }
    });

    test("copies runs from before on request, and only then", async () => {
      const { run, experiment } = await aRun(50);
      const mirror = await mirrored(kind);
      await serve(mirror);
      assert.equal((await copies(kind, experiment, run)).length, 0);
      const { runs } = await w.call(copyHistory, { mirrorId: mirror.id });
      assert.ok(runs >= 1);
      await log(run.id, 50, 60);
      const served = await serve(mirror, 3);
      assert.deepEqual([served.history, served.historyLeft], ["copied", 0]);
      const [copy] = await copies(kind, experiment, run);
      assert.deepEqual(await history(copy?.id ?? "", "auc"), await ours(run.id, "auc"));
      assert.equal((await w.call(copyHistory, { mirrorId: mirror.id })).runs, 0);
    });

    test("that does not know our token says so and loses nothing", async () => {
      const mirror = await mirrored(kind, { token: "wrong" });
      const { run, experiment } = await aRun(4);
      const failing = await serve(mirror);
      assert.equal(failing.state, "failing");
      assert.match(failing.error ?? "", /401/);
      assert.doesNotMatch(JSON.stringify(failing), /wrong/);
      await w.call(updateMirror, { mirrorId: mirror.id, token: there.key });
      await serve(mirror);
      assert.equal((await history((await copies(kind, experiment, run))[0]?.id ?? "", "loss")).length, 4);
    });

    test("that answers with errors of its own is tried again", async () => {
      const mirror = await mirrored(kind);
      const { run, experiment } = await aRun(4);
      for (const status of [500, 502, 503, 429, 404]) {
        there.trouble = () => ({ status });
        assert.equal((await serve(mirror)).state, "failing", String(status));
      }
      there.trouble = () => null;
      assert.equal((await serve(mirror)).state, "active");
      assert.equal((await copies(kind, experiment, run)).length, 1);
    });

    test("paused sends nothing and resumed sends what was missed", async () => {
      const mirror = await mirrored(kind);
      await w.call(pauseMirror, { mirrorId: mirror.id });
      const { run, experiment } = await aRun(6);
      const before = there.asked.length;
      assert.equal((await serve(mirror)).state, "paused");
      assert.equal(there.asked.length, before);
      await w.call(resumeMirror, { mirrorId: mirror.id });
      await serve(mirror);
      assert.equal((await history((await copies(kind, experiment, run))[0]?.id ?? "", "loss")).length, 6);
    });
  });
}

describe("a mirror to MLflow", () => {
  test("takes tags away that were taken away, and leaves other experiments out", async () => {
    const { run, experiment } = await aRun(1);
    const mirror = await mirrored("mlflow", { experimentIds: [run.experimentId] });
    const { run: other } = await aRun(1);
    await w.call(setTags, { runId: run.id, tags: { gone: "soon" } });
    await serve(mirror);
    await w.call(deleteTags, { runId: run.id, keys: ["gone"] });
    await serve(mirror);
    const [copy] = await copies("mlflow", experiment, run);
    assert.deepEqual([copy?.tags["gone"], copy?.tags["team"]], [undefined, "risk"]);
    const { items } = await w.call(listMirroredRuns, { mirrorId: mirror.id });
    assert.deepEqual(
      items.map((r) => r.runId),
      [run.id],
    );
    assert.ok(items.every((r) => r.runId !== other.id));
  });

  test("says which run was refused and why; the others go on, and it is copied whole when it can be", async () => {
    const mirror = await mirrored("mlflow");
    const { run, experiment } = await aRun(3);
    await serve(mirror);
    const [copy] = await copies("mlflow", experiment, run);
    // Somebody outside wrote another value under the same name.
    await there.world.call(logParams, { runId: copy?.id ?? "", params: { clash: "theirs" } });
    await w.call(logParams, { runId: run.id, params: { clash: "ours" } });
    const { run: fine, experiment: other } = await aRun(2);
    const served = await serve(mirror);
    assert.deepEqual([served.state, served.runsFailed], ["active", 1]);
    const [failed] = (await w.call(listMirroredRuns, { mirrorId: mirror.id, failed: true })).items;
    assert.equal(failed?.runId, run.id);
    assert.match(failed?.error ?? "", /clash/);
    assert.equal((await copies("mlflow", other, fine)).length, 1);
  });

  test("is not held up by a transaction that began before and commits late", async () => {
    const mirror = await mirrored("mlflow");
    const { run, experiment } = await aRun(2);
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const slow = w.sql(async (tx) => {
      await tx.run(sql`update tracking.runs set name = 'named late' where workspace_id = ${w.workspaceId} and id = ${run.id}`);
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { run: second } = await aRun(2);
    await serve(mirror);
    finish();
    await slow;
    await serve(mirror);
    const [copy] = await copies("mlflow", experiment, run);
    assert.equal(copy?.name, "named late");
    assert.equal((await copies("mlflow", "", second)).length, 1);
  });
});

describe("a mirror to W&B", () => {
  test("keeps a silent run alive, and leaves an ended one alone", async () => {
    const mirror = await mirrored("wandb");
    const { run } = await aRun(1);
    const { run: ended } = await aRun(1);
    await w.call(updateRun, { runId: ended.id, status: "finished" });
    await serve(mirror);
    const beats = async (): Promise<number> => {
      const before = there.asked.length;
      await serve(mirror);
      return there.asked.slice(before).filter((line) => line.endsWith("/file_stream")).length;
    };
    assert.equal(await beats(), 0);
    await w.sql((tx) =>
      tx.run(sql`
        update integrations.mirror_runs set spoken_at = now() - interval '2 minutes'
        where workspace_id = ${w.workspaceId} and mirror_id = ${mirror.id} and run_id = any(${[run.id, ended.id]}::uuid[])`),
    );
    assert.equal(await beats(), 1);
    assert.equal(await beats(), 0);
  });
});

for (const kind of ["mlflow", "wandb"] as const)
  test(`a database that was restored elsewhere makes a mirror to ${kind} say so, and the guide's statements put it right`, async () => {
    const { run, experiment } = await aRun(1);
    const mirror = await mirrored(kind, { experimentIds: [run.experimentId] });
    await log(run.id, 1, 6);
    await serve(mirror);
    await log(run.id, 6, 9);
    const [ws, id] = [w.workspaceId, mirror.id];
    await w.sql((tx) => tx.run(sql`update integrations.mirrors set sent_tx = sent_tx + 1000000 where workspace_id = ${ws} and id = ${id}`));
    const { state, error } = await serve(mirror);
    assert.equal(state, "failing");
    assert.match(error ?? "", /restored/);
    await w.sql(async (tx) => {
      for (const table of ["runs", "metric_points", "artifacts"]) await tx.run(sql`update ${raw(`tracking.${table}`)} set tx = 0 where workspace_id = ${ws}`);
      await tx.run(sql`update integrations.mirrors set sent_tx = 0, sending_tx = null where workspace_id = ${ws} and id = ${id}`);
      await tx.run(sql`update integrations.mirror_runs set whole = true, whole_tx = null where workspace_id = ${ws} and mirror_id = ${id}`);
    });
    assert.equal((await serve(mirror, 2)).state, "active");
    const found = await copies(kind, experiment, run);
    assert.equal(found.length, 1);
    assert.deepEqual(await history(found[0]?.id ?? "", "loss"), await ours(run.id, "loss"));
  });
