import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createRun } from "../contract/runs.ts";
import { listSpans, logSpans, traceTree, type TracedSpan } from "../contract/spans.ts";
import { getTrace, putTrace, searchTraces } from "../contract/traces.ts";
import { anExperiment, aSpan, spanId, traceId } from "../trace-factory.ts";

const w = await world();
const ns = (ms: number): string => String(BigInt(ms) * 1_000_000n);

function tree(id: string): [TracedSpan, TracedSpan] {
  const root = aSpan({
    traceId: id,
    startNs: ns(1000),
    endNs: ns(1500),
    attributes: { "mlflow.spanInputs": { messages: [{ role: "user", content: "Why?" }] }, "mlflow.spanOutputs": "Because." },
  });
  const child = aSpan({
    traceId: id,
    parentId: root.id,
    type: "LLM",
    startNs: ns(1100),
    endNs: ns(1600),
    status: "ERROR",
    attributes: { "mlflow.chat.tokenUsage": { input_tokens: 3, output_tokens: 4, total_tokens: 7 }, "mlflow.llm.model": "m1" },
  });
  return [root, child];
}

test("a trace is made of its spans: time, state, previews, tokens and counts", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const [root, child] = tree(id);
  await w.call(logSpans, { experimentId, spans: [child] });
  assert.equal((await w.call(getTrace, { traceId: id })).state, "IN_PROGRESS");
  await w.call(logSpans, { experimentId, spans: [root], tags: { [id]: { service: "shop" } } });
  const trace = await w.call(getTrace, { traceId: id });
  assert.deepEqual(
    [trace.state, trace.requestedAt, trace.durationMs, trace.requestPreview, trace.responsePreview, trace.name, trace.spanCount, trace.errorCount],
    ["OK", "1970-01-01T00:00:01.000Z", 600, "Why?", '"Because."', "answer", 2, 1],
  );
  assert.deepEqual(trace.tokens, { input: 3, output: 4, total: 7, cacheRead: null, cacheCreation: null });
  assert.equal(trace.tags.service, "shop");
  assert.equal(trace.metadata["mlflow.trace.tokenUsage"], '{"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}');
});

test("spans and what the client states merge into one trace in either order", async () => {
  const experimentId = await anExperiment(w);
  const stated = { requestedAt: "2026-01-01T00:00:00.000Z", durationMs: 5, state: "OK" as const, tags: { a: "1" }, metadata: { k: "v" } };
  const shown = [];
  for (const first of ["spans", "statement"] as const) {
    const id = traceId();
    const spans = (): Promise<unknown> => w.call(logSpans, { experimentId, spans: tree(id), tags: { [id]: { service: "shop" } } });
    const statement = (): Promise<unknown> => w.call(putTrace, { experimentId, trace: { id, ...stated } });
    for (const act of first === "spans" ? [spans, statement] : [statement, spans]) await act();
    const { id: _, ...trace } = await w.call(getTrace, { traceId: id });
    shown.push(trace);
  }
  assert.deepEqual(shown[0], shown[1]);
  assert.equal(shown[0]?.durationMs, 5);
  assert.equal(shown[0]?.tokens?.total, 7);
});

test("a parent that sums up its children does not count them twice, whichever comes first", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const [root, child] = tree(id);
  await w.call(logSpans, { experimentId, spans: [child] });
  await w.call(logSpans, { experimentId, spans: [{ ...root, attributes: { "gen_ai.usage.input_tokens": 3, "gen_ai.usage.output_tokens": 4 } }] });
  assert.equal((await w.call(getTrace, { traceId: id })).tokens?.total, 7);
});

test("a span sent twice is there once, with its last content", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const span = aSpan({ traceId: id, status: "ERROR" });
  await w.call(logSpans, { experimentId, spans: [span, { ...span, name: "twice" }] });
  await w.call(logSpans, { experimentId, spans: [{ ...span, name: "again", status: "OK" }] });
  const trace = await w.call(getTrace, { traceId: id });
  assert.deepEqual([trace.spanCount, trace.errorCount], [1, 0]);
  assert.equal((await w.call(listSpans, { traceId: id })).items[0]?.name, "again");
});

test("many writers of one trace at once lose no span", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  await Promise.all(Array.from({ length: 200 }, () => w.call(logSpans, { experimentId, spans: [aSpan({ traceId: id, parentId: spanId() })] })));
  assert.equal((await w.call(getTrace, { traceId: id })).spanCount, 200);
});

test("spans are read page by page in order of start, a page never over 4 MB but for one larger span", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  const big = "x".repeat(1_500_000);
  const spans = Array.from({ length: 5 }, (_, i) =>
    aSpan({ traceId: id, startNs: ns(1000 + i), name: String(i), attributes: { big: i === 3 ? big.repeat(4) : big } }),
  );
  await w.call(logSpans, { experimentId, spans: spans.toReversed() });
  const sizes: number[] = [];
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await w.call(listSpans, { traceId: id, limit: 1000, ...(cursor !== undefined && { cursor }) });
    sizes.push(page.items.length);
    names.push(...page.items.map((s) => s.name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(names, ["0", "1", "2", "3", "4"]);
  assert.deepEqual(sizes, [2, 1, 1, 1]);
  const head = (await w.call(traceTree, { traceId: id })).items[3];
  assert.ok(head && head.sizeBytes > 6_000_000);
});

test("a trace's id is not taken over by another project, and a deleted experiment takes none", async () => {
  const experimentId = await anExperiment(w);
  const id = traceId();
  await w.call(logSpans, { experimentId, spans: [aSpan({ traceId: id })] });
  const other = await w.outsider();
  await other.call(logSpans, { experimentId: await anExperiment(other), spans: [aSpan({ traceId: id, name: "theirs" })] });
  assert.equal((await w.call(listSpans, { traceId: id })).items[0]?.name, "answer");
});

test("traces written in a run's course are found by the run", async () => {
  const experimentId = await anExperiment(w);
  const { id: runId } = await w.call(createRun, { projectId: w.projectId, experimentId });
  const [linked, other] = [traceId(), traceId()];
  await w.call(logSpans, { experimentId, runId, spans: [aSpan({ traceId: linked }), aSpan({ traceId: other, parentId: spanId() })] });
  const found = await w.call(searchTraces, { filter: `run_id = '${runId.replaceAll("-", "")}'` });
  assert.deepEqual(
    found.items.map((t) => t.id),
    [linked],
  );
});
