import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "../../../db/sql.ts";
import type { Actor } from "../../../kernel/ports.ts";
import { world, type World } from "../../../../tests/harness.ts";
import { createProject } from "../../projects/contract.ts";
import { createAssessment, deleteAssessment, getAssessment, updateAssessment } from "../contract/assessments.ts";
import { createExperiment, deleteExperiment } from "../contract/experiments.ts";
import { getSpan, logSpans } from "../contract/spans.ts";
import { traceMetrics } from "../contract/trace-stats.ts";
import { uploadTraceFile } from "../contract/trace-files.ts";
import { deleteTraces, deleteTraceTags, getTrace, linkTracePrompts, putTrace, searchTraces, setTraceTags, type TraceInput } from "../contract/traces.ts";
import { anExperiment, aSpan, aTrace, spanId, traceId } from "../trace-factory.ts";

const w = await world();

async function put(experimentId: string, more: Partial<TraceInput> = {}, at: World = w): Promise<string> {
  const { trace } = await at.call(putTrace, { experimentId, trace: { id: traceId(), requestedAt: "2026-01-01T00:00:00.000Z", state: "OK", ...more } });
  return trace.id;
}

async function found(experimentId: string, filter: string, more: object = {}): Promise<string[]> {
  return (await w.call(searchTraces, { experimentId, filter, ...more })).items.map((t) => t.id);
}

test("clauses on spans must hold for one span together; others hold for the trace", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const spans = [
    aSpan({ traceId: id, type: "AGENT", attributes: { "a.b": "x", n: 3, list: ["deep text"] } }),
    aSpan({ traceId: id, name: "ask", type: "LLM", parentId: spanId(), status: "ERROR" }),
  ];
  await w.call(logSpans, { experimentId, spans, tags: { [id]: { team: "risk" } } });
  for (const filter of [
    "span.type = 'LLM' AND span.status = 'ERROR'",
    "span.type IN ('LLM', 'TOOL') AND tags.team = 'risk'",
    "span.attributes.a.b = 'x' AND span.attributes.`n` = '3'",
    "span.attributes.list LIKE '%deep%'",
    "trace.text ILIKE '%DEEP TEXT%'",
    "span.name RLIKE '^a.k$'",
    "name = 'answer' AND tag.other IS NULL AND tag.team IS NOT NULL",
  ])
    assert.deepEqual(await found(experimentId, filter), [id], filter);
  for (const filter of ["span.type = 'LLM' AND span.name = 'answer'", "span.attributes.a = 'x'", "tag.other != 'x'", "trace.text LIKE '%DEEP%'"])
    assert.deepEqual(await found(experimentId, filter), [], filter);
});

test("times and durations are compared and ordered as numbers, unset ones last, page by page", async () => {
  const experimentId = await anExperiment(w);
  const at = (s: number): string => new Date(Date.UTC(2026, 0, 1) + s * 1000).toISOString();
  const ids: string[] = [];
  for (const [i, durationMs] of [30, null, 10, 20].entries()) ids.push(await put(experimentId, { requestedAt: at(i), durationMs }));
  const [a, b, c, d] = ids as [string, string, string, string];
  assert.deepEqual(await found(experimentId, `timestamp_ms >= ${Date.parse(at(2))}`), [d, c]);
  assert.deepEqual(await found(experimentId, "execution_time_ms < 25.5"), [d, c]);
  assert.deepEqual(await found(experimentId, "", { orderBy: ["execution_time ASC"] }), [c, d, a, b]);
  assert.deepEqual(await found(experimentId, "", { sort: "durationMs", order: "desc" }), [a, d, c, b]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await w.call(searchTraces, { experimentId, sort: "durationMs", order: "asc", limit: 1, ...(cursor !== undefined && { cursor }) });
    seen.push(...page.items.map((t) => t.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(seen, [c, d, a, b]);
});

test("assessments are searched by value, number and presence, and count for their whole session where they say so", async () => {
  const experimentId = await anExperiment(w);
  const session = { "mlflow.trace.session": "s1" };
  const [first, second, other] = [await put(experimentId, { metadata: session }), await put(experimentId, { metadata: session }), await put(experimentId)];
  const assess = (id: string, name: string, value: never, metadata = {}) =>
    w.call(createAssessment, { traceId: id, assessment: { kind: "feedback", name, value, metadata } });
  await assess(first, "good", true as never, session);
  await assess(other, "score", 3.5 as never);
  const sorted = (ids: string[]): string[] => ids.toSorted();
  assert.deepEqual(sorted(await found(experimentId, "feedback.good = 'true'")), sorted([first, second]));
  assert.deepEqual(await found(experimentId, "feedback.good IS NULL"), [other]);
  assert.deepEqual(await found(experimentId, "feedback.score > 3"), [other]);
  assert.deepEqual(await found(experimentId, "feedback.score > 3.5"), []);
  assert.deepEqual(await found(experimentId, "expectation.score IS NOT NULL"), []);
});

test("a filter that cannot be read, or would run for ever, is refused by name", async () => {
  for (const filter of [
    "color = 'red'",
    "span.color = 'red'",
    "name ~ 'x'",
    "name RLIKE '('",
    "name RLIKE 'a{2,1}'",
    "timestamp_ms > 'x'",
    "prompt = 'x'",
    "run_id > 'x'",
  ])
    await assert.rejects(found(await anExperiment(w), filter), { code: "invalid_input" }, filter);
  await assert.rejects(w.call(searchTraces, { orderBy: ["span.name ASC"] }), { code: "invalid_input" });
});

test("an overridden assessment is invalid until the one that overrides it is deleted; kinds do not change", async () => {
  const { traceId: id } = await aTrace(w);
  const first = await w.call(createAssessment, { traceId: id, assessment: { kind: "feedback", name: "ok", value: "no", metadata: { a: "1" } } });
  const second = await w.call(createAssessment, { traceId: id, assessment: { kind: "feedback", name: "ok", value: "yes", overrides: first.id } });
  const valid = async (): Promise<boolean> => (await w.call(getAssessment, { traceId: id, assessmentId: first.id })).valid;
  assert.equal(await valid(), false);
  const changed = await w.call(updateAssessment, { traceId: id, assessmentId: first.id, metadata: { b: "2" }, rationale: "seen" });
  assert.deepEqual([changed.metadata, changed.value, changed.valid], [{ a: "1", b: "2" }, "no", false]);
  await w.call(deleteAssessment, { traceId: id, assessmentId: second.id });
  assert.equal(await valid(), true);
  assert.deepEqual(await w.call(deleteAssessment, { traceId: id, assessmentId: second.id }), { deleted: false });
  await assert.rejects(w.call(updateAssessment, { traceId: id, assessmentId: first.id, kind: "expectation", value: 1 }), { code: "invalid_input" });
  await assert.rejects(w.call(createAssessment, { traceId: id, assessment: { kind: "expectation", name: "x" } }), { code: "invalid_input" });
  await assert.rejects(w.call(createAssessment, { traceId: id, assessment: { kind: "feedback", name: "x", overrides: "a-none" } }), { code: "not_found" });
});

test("deleting leaves no row of the trace in any table, and takes only the experiment's own", async () => {
  const mine = await aTrace(w);
  const other = await aTrace(w);
  await w.call(createAssessment, { traceId: mine.traceId, assessment: { kind: "feedback", name: "x", value: 1 } });
  await w.call(linkTracePrompts, { traceId: mine.traceId, prompts: [{ name: "p", version: "1" }] });
  await w.upload(uploadTraceFile, { traceId: mine.traceId, path: "a.txt" }, "text");
  const rows = () =>
    w.sql((tx) =>
      tx.first<{ n: number }>(sql`select (select count(*) from tracking.traces where workspace_id = ${w.workspaceId} and id = ${mine.traceId})
        + (select count(*) from tracking.spans where workspace_id = ${w.workspaceId} and trace_id = ${mine.traceId})
        + (select count(*) from tracking.assessments where workspace_id = ${w.workspaceId} and trace_id = ${mine.traceId})
        + (select count(*) from tracking.trace_prompts where workspace_id = ${w.workspaceId} and trace_id = ${mine.traceId})
        + (select count(*) from tracking.artifacts where workspace_id = ${w.workspaceId} and path = 'a.txt') as n`),
    );
  assert.ok(((await rows())?.n ?? 0) >= 5);
  assert.deepEqual(await w.call(deleteTraces, { experimentId: mine.experimentId, traceIds: [mine.traceId, other.traceId] }), { deleted: 1 });
  assert.deepEqual(await rows(), { n: 0 });
  await w.call(getTrace, { traceId: other.traceId });
  await assert.rejects(w.call(deleteTraces, { experimentId: mine.experimentId }), { code: "invalid_input" });
});

test("deleting by time takes the oldest first, as many as said", async () => {
  const experimentId = await anExperiment(w);
  const ids: string[] = [];
  for (const day of ["03", "01", "02"]) ids.push(await put(experimentId, { requestedAt: `2026-01-${day}T00:00:00.000Z` }));
  assert.deepEqual(await w.call(deleteTraces, { experimentId, until: "2026-01-31T00:00:00.000Z", limit: 1 }), { deleted: 1 });
  assert.deepEqual(await found(experimentId, ""), [ids[0], ids[2]]);
  assert.deepEqual(await w.call(deleteTraces, { experimentId, until: "2026-01-02T00:00:00.000Z" }), { deleted: 1 });
});

test("a person with rights on one project writes no trace of another, and takes over none of its ids", async () => {
  const other = await w.call(createProject, { name: `other ${w.unique()}` });
  const theirs = await w.call(createExperiment, { projectId: other.id, name: "theirs" });
  const viewer = w.as("viewer").actor;
  const editor: Actor = { ...viewer, projectGrants: { [other.id]: "editor" } };
  const mine = await aTrace(w);
  const acts = w.by(editor);
  await acts.call(getTrace, { traceId: mine.traceId });
  await assert.rejects(acts.call(setTraceTags, { traceId: mine.traceId, tags: { a: "b" } }), { code: "forbidden" });
  await assert.rejects(acts.call(deleteTraces, { experimentId: mine.experimentId, traceIds: [mine.traceId] }), { code: "forbidden" });
  await assert.rejects(acts.call(logSpans, { experimentId: mine.experimentId, spans: [aSpan({ traceId: traceId() })] }), { code: "forbidden" });
  await assert.rejects(acts.call(createAssessment, { traceId: mine.traceId, assessment: { kind: "feedback", name: "x", value: 1 } }), { code: "forbidden" });
  await assert.rejects(acts.call(logSpans, { experimentId: theirs.id, spans: [aSpan({ traceId: mine.traceId })] }), /taken in another project/);
  await assert.rejects(
    acts.call(putTrace, { experimentId: theirs.id, trace: { id: mine.traceId, requestedAt: "2026-01-01T00:00:00.000Z", tags: { stolen: "1" } } }),
    /taken in another project/,
  );
  const before = await w.call(getTrace, { traceId: mine.traceId });
  assert.deepEqual([before.experimentId, before.spanCount, before.tags], [mine.experimentId, 1, {}]);
  await acts.call(logSpans, { experimentId: theirs.id, spans: [aSpan({ traceId: traceId() })] });
});

test("of traces stated and spans sent together, a bad one fails alone", async () => {
  const [live, gone] = [await anExperiment(w), await anExperiment(w)];
  await w.call(deleteExperiment, { experimentId: gone });
  const acts = [live, gone, live].map((experimentId) => w.call(putTrace, { experimentId, trace: { id: traceId(), requestedAt: "2026-01-01T00:00:00.000Z" } }));
  const outcomes = await Promise.allSettled(acts);
  assert.deepEqual(
    outcomes.map((o) => o.status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  await assert.rejects(w.call(logSpans, { experimentId: gone, spans: [aSpan({ traceId: traceId() })] }), /is deleted/);
});

test("the same trace stated many times at once is one trace with every tag", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  await Promise.all(Array.from({ length: 50 }, (_, i) => put(experimentId, { id, tags: { [`t${i}`]: String(i) } })));
  assert.equal(Object.keys((await w.call(getTrace, { traceId: id })).tags).length, 50);
});

test("the name is a tag of its own: set, searched and forgotten", async () => {
  const { traceId: id } = await aTrace(w);
  await w.call(setTraceTags, { traceId: id, tags: { "mlflow.traceName": "called", a: "b" } });
  const trace = await w.call(getTrace, { traceId: id });
  assert.deepEqual([trace.name, trace.tags], ["called", { a: "b" }]);
  assert.deepEqual(await w.call(deleteTraceTags, { traceId: id, keys: ["mlflow.traceName", "a", "none"] }), { removed: 2 });
  assert.equal((await w.call(getTrace, { traceId: id })).name, null);
});

test("attributes keep their order and what JSON cannot carry beside them", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const span = aSpan({ traceId: id, attributes: { zebra: { long: 1, a: 2 }, b: "NaN" }, exact: { "attributes.b": { doubleValue: "NaN" } } });
  await w.call(logSpans, { experimentId, spans: [span] });
  const read = await w.call(getSpan, { traceId: id, spanId: span.id });
  assert.equal(JSON.stringify(read.attributes), '{"zebra":{"long":1,"a":2},"b":"NaN"}');
  assert.deepEqual(read.exact, span.exact);
});

test("statistics group by name, state and hour, and leave out what overrides replaced", async () => {
  const experimentId = await anExperiment(w);
  const ids = [
    await put(experimentId, { durationMs: 10, tags: { "mlflow.traceName": "a" } }),
    await put(experimentId, { durationMs: 30, state: "ERROR", tags: { "mlflow.traceName": "a" } }),
  ];
  const ask = async (metric: string, type: "COUNT" | "AVG" | "PERCENTILE", more: object = {}) =>
    (
      await w.call(traceMetrics, {
        experimentIds: [experimentId],
        view: "traces",
        metric,
        aggregations: [{ type, ...(type === "PERCENTILE" && { percentile: 50 }) }],
        ...more,
      })
    ).points;
  assert.deepEqual(await ask("trace_count", "COUNT", { dimensions: ["trace_name", "trace_status"] }), [
    { dimensions: { trace_name: "a", trace_status: "ERROR" }, values: { COUNT: 1 } },
    { dimensions: { trace_name: "a", trace_status: "OK" }, values: { COUNT: 1 } },
  ]);
  assert.deepEqual(await ask("latency", "PERCENTILE"), [{ dimensions: {}, values: { "P50.0": 20 } }]);
  assert.deepEqual(await ask("latency", "AVG", { filters: ["trace.status = 'OK'"] }), [{ dimensions: {}, values: { AVG: 10 } }]);
  const day = Date.UTC(2026, 0, 1);
  assert.deepEqual(await ask("trace_count", "COUNT", { intervalS: 3600, fromMs: day, toMs: day + 1 }), [
    { dimensions: { time_bucket: "2026-01-01T00:00:00.000Z" }, values: { COUNT: 2 } },
  ]);
  const first = await w.call(createAssessment, { traceId: ids[0] ?? "", assessment: { kind: "feedback", name: "s", value: 1 } });
  await w.call(createAssessment, { traceId: ids[0] ?? "", assessment: { kind: "feedback", name: "s", value: 5, overrides: first.id } });
  assert.deepEqual(await ask("assessment_value", "AVG", { view: "assessments", dimensions: ["assessment_name"] }), [
    { dimensions: { assessment_name: "s" }, values: { AVG: 5 } },
  ]);
  await assert.rejects(ask("trace_count", "COUNT", { filters: ["span.name = 'x'"] }), { code: "invalid_input" });
});
