import assert from "node:assert/strict";
import { before, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import type * as z from "zod";
import { createExperiment } from "../contract/experiments.ts";
import { createLoggedModel, deleteLoggedModel, finalizeLoggedModel, searchLoggedModels } from "../contract/models.ts";
import { createRun } from "../contract/runs.ts";
import { insertModelPoints } from "../store/model-points.ts";

let w: World;
let experimentId: string;
const ids = new Map<string, string>();

const atS = Date.parse("2026-01-01T00:00:00Z") / 1000;
// name → [key, value, seconds later, dataset]
const points: Record<string, [string, number, number, string | null][]> = {
  ridge: [
    ["rmse", 0.9, 0, "train"],
    ["rmse", 0.4, 1, "train"],
    ["rmse", 0.6, 0, "test"],
  ],
  forest: [
    ["rmse", 0.3, 0, "train"],
    ["rmse", 0.8, 0, "test"],
  ],
  broken: [["rmse", Number.NaN, 0, "train"]],
  bare: [],
};

before(async () => {
  w = await world();
  experimentId = (await w.call(createExperiment, { projectId: w.projectId, name: "models" })).id;
  const run = await w.call(createRun, { projectId: w.projectId, experimentId });
  for (const [name, of] of Object.entries(points)) {
    const params = name === "bare" ? {} : { alpha: name === "ridge" ? "0.5" : "1" };
    const { id } = await w.call(createLoggedModel, {
      experimentId,
      name,
      type: name === "bare" ? undefined : "sklearn",
      params,
      tags: { "team name": `${name} team` },
    });
    ids.set(name, id);
    await w.sql((tx) =>
      insertModelPoints(
        tx,
        w.workspaceId,
        of.map(([key, value, later, dataset], step) => ({
          modelId: id,
          runId: run.id,
          key,
          value,
          step,
          atS: atS + later,
          datasetName: dataset,
          datasetDigest: dataset && `${dataset}1`,
        })),
      ),
    );
  }
  await w.call(finalizeLoggedModel, { loggedModelId: ids.get("ridge") ?? "", status: "ready" });
  const gone = await w.call(createLoggedModel, { experimentId, name: "gone" });
  await w.call(deleteLoggedModel, { loggedModelId: gone.id });
});

async function names(input: Omit<z.input<typeof searchLoggedModels.input>, "experimentIds">): Promise<string[]> {
  return (await w.call(searchLoggedModels, { experimentIds: [experimentId], ...input })).items.map((m) => m.name);
}

test("without a filter every model that is not deleted comes, newest first", async () => {
  assert.deepEqual(await names({}), ["bare", "broken", "forest", "ridge"]);
});

test("a metric clause holds where any point passes; NaN passes none", async () => {
  assert.deepEqual(await names({ filter: "metrics.rmse < 0.5" }), ["forest", "ridge"]);
  assert.deepEqual(await names({ filter: "metrics.rmse > 0.85" }), ["ridge"]);
  assert.deepEqual(await names({ filter: "metrics.rmse > 0" }), ["forest", "ridge"]);
  assert.deepEqual(await names({ filter: "metrics.absent > 0" }), []);
});

test("datasets narrow the metric clauses, and without one ask for any metric on them", async () => {
  const test1 = [{ name: "test", digest: "test1" }];
  assert.deepEqual(await names({ filter: "metrics.rmse < 0.7", datasets: test1 }), ["ridge"]);
  assert.deepEqual(await names({ datasets: test1 }), ["forest", "ridge"]);
  assert.deepEqual(await names({ datasets: [{ name: "test", digest: "other" }] }), []);
  assert.deepEqual(await names({ datasets: [{ name: "absent" }, { name: "train" }] }), ["broken", "forest", "ridge"]);
  assert.deepEqual(await names({ filter: "params.alpha = '1'", datasets: [{ name: "train" }] }), ["broken", "forest"]);
});

test("parameters, tags and attributes are asked for; one that is not set passes no clause", async () => {
  assert.deepEqual(await names({ filter: "params.alpha != '1'" }), ["ridge"]);
  assert.deepEqual(await names({ filter: "tags.`team name` LIKE 'f%'" }), ["forest"]);
  assert.deepEqual(await names({ filter: "name IN ('bare', 'ridge') AND model_type = 'sklearn'" }), ["ridge"]);
  assert.deepEqual(await names({ filter: "status = 'READY'" }), ["ridge"]);
  const id = ids.get("forest") ?? "";
  for (const text of [id, `m-${id.replaceAll("-", "")}`, id.replaceAll("-", "")]) assert.deepEqual(await names({ filter: `model_id = '${text}'` }), ["forest"]);
  assert.deepEqual(await names({ filter: "creation_timestamp > 4102444800000" }), []);
});

test("the order by a metric takes its newest point, on the dataset it names; values, then NaN, then none", async () => {
  assert.deepEqual(await names({ orderBy: [{ field: "metrics.rmse", datasetName: "train" }] }), ["forest", "ridge", "broken", "bare"]);
  assert.deepEqual(await names({ orderBy: [{ field: "metrics.rmse", ascending: false, datasetName: "test" }] }), ["forest", "ridge", "bare", "broken"]);
  assert.deepEqual(await names({ orderBy: [{ field: "metrics.rmse", datasetDigest: "test1" }] }), ["ridge", "forest", "bare", "broken"]);
  assert.deepEqual(await names({ orderBy: [{ field: "name" }] }), ["bare", "broken", "forest", "ridge"]);
  assert.deepEqual(await names({ orderBy: [{ field: "creation_time" }] }), ["ridge", "forest", "broken", "bare"]);
});

test("pages follow each other in any order, each model once", async () => {
  for (const orderBy of [[], [{ field: "metrics.rmse", ascending: false }], [{ field: "model_type" }, { field: "name" }]]) {
    const whole = await names({ orderBy });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await w.call(searchLoggedModels, { experimentIds: [experimentId], orderBy, limit: 1, cursor });
      seen.push(...page.items.map((m) => m.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen, whole);
  }
});

test("a filter or an order that names nothing is refused with the word", async () => {
  await assert.rejects(names({ filter: "flavour = 'x'" }), /flavour is not one of the attributes/);
  await assert.rejects(names({ filter: "metrics.rmse = 'x'" }), /compared with a number/);
  await assert.rejects(names({ filter: "metrics.rmse" }), /ends in the middle of a clause/);
  await assert.rejects(names({ orderBy: [{ field: "flavour" }] }), /orderBy/);
});
