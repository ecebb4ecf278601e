import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { world } from "../../../../tests/harness.ts";
import { sql } from "../../../db/sql.ts";
import { createExperiment } from "../contract/experiments.ts";
import { logMetrics } from "../contract/metrics.ts";
import { createRun, deleteRun, restoreRun, setTags, updateRun } from "../contract/runs.ts";
import { searchLatest, searchRuns } from "../contract/search.ts";

const w = await world();
const { id: experimentId } = await w.call(createExperiment, { projectId: w.projectId, name: "search" });
const start = Date.UTC(2026, 10, 21, 9);

type Value = number | "NaN" | "Infinity" | "-Infinity";
async function aRun(
  name: string,
  o: { params?: Record<string, string>; tags?: Record<string, string>; metrics?: Record<string, Value>; minute?: number } = {},
): Promise<string> {
  const startedAt = new Date(start + (o.minute ?? 0) * 60_000).toISOString();
  const { id } = await w.call(createRun, { projectId: w.projectId, experimentId, name, startedAt, params: o.params ?? {}, tags: o.tags ?? {} });
  const metrics = Object.entries(o.metrics ?? {}).map(([key, value]) => ({ key, value }));
  if (metrics.length > 0) await w.call(logMetrics, { runId: id, metrics });
  return id;
}

async function names(filter?: string, orderBy?: string[], view: "active" | "deleted" | "all" = "active"): Promise<string> {
  const { items } = await w.call(searchRuns, { experimentIds: [experimentId], view, ...(filter !== undefined && { filter }), ...(orderBy && { orderBy }) });
  return items.map((r) => r.name).join(" ");
}

const ids = {
  ridge: await aRun("ridge", { params: { model: "Ridge", alpha: "0.1" }, tags: { team: "risk" }, metrics: { rmse: 0.5, "val loss": 1 }, minute: 1 }),
  lasso: await aRun("lasso", { params: { model: "Lasso", alpha: "0.5" }, tags: { team: "fraud", "mlflow.user": "mira" }, metrics: { rmse: 0.7 }, minute: 2 }),
  nan: await aRun("nan", { params: { model: "MLP" }, metrics: { rmse: "NaN" }, minute: 3 }),
  inf: await aRun("inf", { params: { model: "it's" }, metrics: { rmse: "Infinity" }, minute: 4 }),
  bare: await aRun("bare", { minute: 5 }),
};

describe("filters", () => {
  const cases: [string, string][] = [
    ["metrics.rmse < 0.6", "ridge"],
    ["metric.rmse >= 0.7", "inf lasso"],
    ["metrics.rmse != 0.5", "inf nan lasso"],
    ["metrics.rmse > -1e300", "inf lasso ridge"],
    ["metrics.`val loss` = 1", "ridge"],
    ['metrics."val loss" = 1.0', "ridge"],
    ["params.model = 'Ridge'", "ridge"],
    ['parameters.model = "Ridge" AND param.alpha = "0.1"', "ridge"],
    ["params.model != 'Ridge'", "inf nan lasso"],
    ["params.model LIKE '%a%'", "lasso"],
    ["params.model ILIKE 'r%'", "ridge"],
    ["params.model like 'r%'", ""],
    ["params.alpha IS NULL", "bare inf nan"],
    ["params.alpha is not null", "lasso ridge"],
    ["params.model = 'it''s'", "inf"],
    ["tags.team = 'risk' and metrics.rmse <= .5", "ridge"],
    ["tags.mlflow.user = 'mira'", "lasso"],
    ["attributes.run_name = 'nan'", "nan"],
    ["run.`run name` LIKE 'l%'", "lasso"],
    ["tags.`mlflow.runName` = 'bare'", "bare"],
    ["name = 'bare'", "bare"],
    ["status = 'RUNNING' and start_time > 0", "bare inf nan lasso ridge"],
    ["attributes.status IN ('FINISHED', 'KILLED')", ""],
    [`start_time = ${start + 60_000}`, "ridge"],
    [`created > ${start + 60_000} and attr.start_time < ${start + 180_000}`, "lasso"],
    [`run_id = '${ids.nan.replaceAll("-", "")}'`, "nan"],
    [`attribute.run_id IN ('${ids.nan}', "${ids.bare.replaceAll("-", "")}", 'nonsense')`, "bare nan"],
    [`run_id NOT IN ('${ids.nan}')`, "bare inf lasso ridge"],
    ["end_time > 0", ""],
    ["user_id = 'mira'", "lasso"],
    ["max(metrics.rmse) >= 0.7 and min(metrics.rmse) < 1", "lasso"],
    ["  ", "bare inf nan lasso ridge"],
  ];
  for (const [filter, expected] of cases) test(`${filter} finds ${expected || "none"}`, async () => assert.equal(await names(filter), expected));
});

describe("filters that cannot be read are refused with their position and what to write", () => {
  const cases: [string, RegExp][] = [
    ["metrics.rmse < 'a'", /metrics\.rmse is compared with a number.*character 16/],
    ["params.model = Ridge", /Ridge is not quoted.*character 16 \(Ridge\)/],
    ["params.model = 1", /compared with a text/],
    ["metrics.rmse LIKE '1'", /LIKE cannot be asked of metrics\.rmse/],
    ["metrics.rmse IS NULL", /IS NULL cannot be asked/],
    ["metrics.rmse > 1 OR metrics.rmse < 0", /OR is not part of the language/],
    ["nonsense.x = 'a'", /nonsense is nothing that runs have/],
    ["attributes.nonsense = 'a'", /nonsense is not one of the attributes of runs/],
    ["params.model IN ('a')", /IN cannot be asked/],
    ["params.model = 'a", /never closed/],
    ["params.model LIKE 'a\\'", /escapes nothing/],
    ["'; drop table tracking.runs; --", /never closed|does not fit/],
    ["params.model = 'a'; select 1", /has no meaning here|does not fit/],
    ["max(params.model) = 'a'", /does not apply to params/],
    ["dataset.nonsense = 'a'", /not one of the datasets/],
    [Array.from({ length: 101 }, () => "metrics.a = 1").join(" and "), /100 clauses at most/],
  ];
  for (const [filter, why] of cases)
    test(filter.slice(0, 60), async () => {
      await assert.rejects(names(filter), (error: unknown) => {
        assert.ok(error instanceof Refusal, String(error));
        assert.equal(error.code, "invalid_input");
        assert.match(error.message, why);
        assert.ok(error.fix.length > 0);
        return true;
      });
    });

  test("orders too: unknown fields, directions that are none, fields that stand twice", async () => {
    for (const order of [["nonsense ASC"], ["metrics.rmse UP"], ["metrics.rmse", "metric.rmse DESC"], ["dataset.name"], [""]])
      await assert.rejects(names(undefined, order), (e: unknown) => e instanceof Refusal && e.code === "invalid_input", order.join());
  });
});

test("words that every object has are no aggregates, fields or states", async () => {
  for (const word of ["constructor", "__proto__", "toString"]) {
    for (const filter of [`${word}(metrics.rmse) > 1`, `attributes.${word} = 'a'`, `${word}.x = 'a'`])
      await assert.rejects(names(filter), (e: unknown) => e instanceof Refusal && e.code === "invalid_input", filter);
    assert.equal(await names(`status = '${word}'`), "");
  }
});

test("SQL in values and keys is data: nothing is found, nothing is lost", async () => {
  for (const text of ["'' or 1=1 --", "%27", "\\", "$1", "${1}", "'; drop table tracking.runs; --"]) {
    const quoted = text.replaceAll("'", "''");
    assert.equal(await names(`tags.team = '${quoted}'`), "");
    assert.equal(await names(`params.\`${text.replaceAll("`", "")}\` = '${quoted}'`), "");
    assert.equal(await names(`metrics.\`${text}\` > 1`, [`params.\`${text}\` DESC`]), "");
  }
  assert.equal(await names("params.model ILIKE '%'"), "inf nan lasso ridge");
});

test("values come first, then NaN, then what is not set, in both directions; ties newest first", async () => {
  assert.equal(await names(undefined, ["metrics.rmse ASC"]), "ridge lasso inf nan bare");
  assert.equal(await names(undefined, ["metrics.rmse DESC"]), "inf lasso ridge nan bare");
  assert.equal(await names(undefined, ["params.alpha DESC"]), "lasso ridge bare inf nan");
  assert.equal(await names(undefined, ["attributes.start_time ASC"]), "ridge lasso nan inf bare");
  assert.equal(await names(undefined, ["status", "run_name desc"]), "ridge nan lasso inf bare");
});

test("pages over any order hold every run once, also across equal values and whatever their number", async () => {
  const { id } = await w.call(createExperiment, { projectId: w.projectId, name: "pages" });
  const values: (Value | null)[] = [1, 1, 1, "NaN", "NaN", null, null, "Infinity", "-Infinity", 2, 0.5, null, 1];
  const startedAt = new Date(start).toISOString();
  for (const [i, value] of values.entries()) {
    const run = await w.call(createRun, {
      projectId: w.projectId,
      experimentId: id,
      name: `r${i}`,
      startedAt,
      params: i % 3 === 0 ? {} : { p: String(i % 2) },
    });
    if (value !== null) await w.call(logMetrics, { runId: run.id, metrics: [{ key: "m", value }] });
  }
  const orders = [
    undefined,
    ["metrics.m ASC"],
    ["metrics.m DESC"],
    ["params.p DESC", "metrics.m ASC"],
    ["max(metrics.m) DESC"],
    ["metrics.none ASC", "run_id DESC"],
    ["end_time ASC"],
  ];
  for (const orderBy of orders) {
    const whole = (await w.call(searchRuns, { experimentIds: [id], ...(orderBy && { orderBy }) })).items.map((r) => r.name);
    for (const limit of [1, 2, 5, 13]) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await w.call(searchRuns, { experimentIds: [id], limit, ...(orderBy && { orderBy }), ...(cursor && { cursor }) });
        seen.push(...page.items.map((r) => r.name));
        cursor = page.nextCursor;
      } while (cursor);
      assert.deepEqual(seen, whole, `${orderBy?.join() ?? "newest"} by ${limit}`);
    }
    assert.equal(new Set(whole).size, values.length);
  }
});

test("a foreign cursor is refused, and one of another order cannot break in", async () => {
  const { nextCursor } = await w.call(searchRuns, { experimentIds: [experimentId], limit: 1, orderBy: ["metrics.rmse ASC"] });
  for (const cursor of ["nonsense", nextCursor ?? "", Buffer.from('["x","y"]').toString("base64url")])
    await assert.rejects(w.call(searchRuns, { experimentIds: [experimentId], cursor }), (e: unknown) => e instanceof Refusal && e.code === "invalid_input");
});

test("deleted runs are found only where they are asked for, and come back", async () => {
  const id = await aRun("gone", { minute: 9 });
  await w.call(deleteRun, { runId: id });
  assert.ok(!(await names()).includes("gone"));
  assert.equal(await names(undefined, undefined, "deleted"), "gone");
  assert.ok((await names(undefined, undefined, "all")).startsWith("gone bare"));
  for (const change of [() => w.call(updateRun, { runId: id, name: "x" }), () => w.call(setTags, { runId: id, tags: { a: "b" } })])
    await assert.rejects(change, /must be in the 'active' state\. Current state is deleted/);
  await w.call(restoreRun, { runId: id });
  assert.ok((await names()).startsWith("gone"));
  await w.call(deleteRun, { runId: id });
});

test("a search right after a log sees it", async () => {
  const id = await aRun("fresh", { minute: -1 });
  for (let i = 0; i < 20; i += 1) {
    await w.call(logMetrics, { runId: id, metrics: [{ key: "fresh", value: i, step: i }] });
    assert.equal(await names(`metrics.fresh = ${i}`), "fresh");
  }
  await w.call(deleteRun, { runId: id });
});

test("only the keys asked for are answered, and last values come in columns", async () => {
  const { items } = await w.call(searchRuns, {
    experimentIds: [experimentId],
    filter: "run_name = 'ridge'",
    metrics: ["rmse", "none"],
    params: [],
    tags: ["team"],
  });
  assert.deepEqual([Object.keys(items[0]?.metrics ?? {}), items[0]?.params, items[0]?.tags], [["rmse"], {}, { team: "risk" }]);
  const latest = await w.call(searchLatest, { experimentIds: [experimentId], orderBy: ["run_name"] });
  assert.deepEqual(
    latest.items.map((r) => [r.name, r.metrics.keys, r.metrics.values]),
    [
      ["bare", [], []],
      ["inf", ["rmse"], ["Infinity"]],
      ["lasso", ["rmse"], [0.7]],
      ["nan", ["rmse"], ["NaN"]],
      ["ridge", ["rmse", "val loss"], [0.5, 1]],
    ],
  );
});

test("a small experiment among thousands of runs is ordered, filtered and paged as it was alone", async () => {
  const [one, other] = [await world(), await world()];
  const scores = [3, "NaN", 1, null, 2, 5, "Infinity", 4] as const;
  const pages = async (w: typeof one): Promise<string[]> => {
    const { id } = await w.call(createExperiment, { projectId: w.projectId, name: "small" });
    for (const [i, value] of scores.entries()) {
      const run = await w.call(createRun, { projectId: w.projectId, experimentId: id, name: `r${i}`, tags: { odd: String(i % 2) } });
      if (value !== null) await w.call(logMetrics, { runId: run.id, metrics: [{ key: "score", value }] });
    }
    const seen: string[] = [];
    for (const filter of ["", "metrics.score > 1 and tags.odd = '1'"])
      for (let cursor: string | null | undefined; cursor !== null;) {
        const more = { ...(filter !== "" && { filter }), ...(cursor !== undefined && { cursor }) };
        const page = await w.call(searchRuns, { experimentIds: [id], orderBy: ["metrics.score DESC"], limit: 2, ...more });
        seen.push(page.items.map((r) => r.name).join(" "));
        cursor = page.nextCursor;
      }
    return seen;
  };
  const { id: big } = await other.call(createExperiment, { projectId: other.projectId, name: "big" });
  await other.sql(async (tx) => {
    await tx.run(sql`insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, created_by)
      select ${other.workspaceId}, gen_random_uuid(), ${other.projectId}, ${big}, 'other', 'running', 'run', 'somebody' from generate_series(0, 4100)`);
    await tx.run(sql`insert into tracking.run_metrics (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value,
        min_step, max_value, max_step, sum_value, points, nan_points)
      select workspace_id, id, 'score', 9, 0, now(), 9, 0, now(), 9, 0, 9, 0, 9, 1, 0 from tracking.runs where workspace_id = ${other.workspaceId} and experiment_id = ${big}`);
  });
  const expected = await pages(one);
  assert.deepEqual(expected.slice(0, 4), ["r6 r5", "r7 r0", "r4 r2", "r1 r3"]);
  assert.deepEqual(await pages(other), expected);
});
