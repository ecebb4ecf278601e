import assert from "node:assert/strict";
import { test } from "node:test";
import { npmi } from "./npmi.ts";
import { preview } from "./preview.ts";
import { pythonJson } from "./python-json.ts";
import { costOf, typeOf, usageOf } from "./span-facts.ts";
import { misasked } from "./trace-metrics.ts";
import { treeTotals } from "./trace-totals.ts";

test("a preview is the last message of its role, else JSON as Python writes it, 1,000 characters at most", () => {
  const messages = [
    { role: "user", content: "first" },
    { role: "assistant", content: "no" },
    { role: "user", content: [{ type: "text", text: "last" }] },
  ];
  assert.equal(preview({ messages }, "user"), "last");
  assert.equal(preview({ choices: [{ message: { role: "assistant", content: "yes" } }] }, "assistant"), "yes");
  assert.equal(preview([{ role: "user", parts: [{ type: "text", content: "part" }] }], "user"), "part");
  assert.equal(preview({ question: "why", top: 2 }, "user"), '{"question": "why", "top": 2}');
  assert.equal(preview("x".repeat(2000), "user")?.length, 1000);
  assert.equal(preview(null, "user"), null);
});

test("usage is read as MLflow, GenAI and OpenInference write it; a missing total is the sum", () => {
  assert.deepEqual(usageOf({ "mlflow.chat.tokenUsage": { input_tokens: 1, output_tokens: 2, total_tokens: 3 } }), {
    input_tokens: 1,
    output_tokens: 2,
    total_tokens: 3,
  });
  assert.deepEqual(usageOf({ "mlflow.chat.tokenUsage": '{"total_tokens": 3}' }), { total_tokens: 3 });
  assert.deepEqual(usageOf({ "gen_ai.usage.input_tokens": 4, "gen_ai.usage.output_tokens": "5" }), { input_tokens: 4, output_tokens: 5, total_tokens: 9 });
  assert.deepEqual(usageOf({ "llm.token_count.total": 7 }), { total_tokens: 7 });
  for (const none of [{}, { "mlflow.chat.tokenUsage": "nonsense" }, { "gen_ai.usage.input_tokens": "many" }, { "mlflow.chat.tokenUsage": null }])
    assert.equal(usageOf(none), null);
  assert.equal(costOf({ "mlflow.llm.cost": { total_cost: "1" } }), null);
});

test("a span's type is its own, else what the conventions of others mean", () => {
  const typed = (attributes: Parameters<typeof typeOf>[0]["attributes"], type = "UNKNOWN"): string => typeOf({ type, attributes });
  assert.equal(typed({ "mlflow.spanType": "TOOL" }, "LLM"), "LLM");
  assert.equal(typed({ "mlflow.spanType": '"TOOL"' }), "TOOL");
  assert.equal(typed({ "openinference.span.kind": "retriever" }), "RETRIEVER");
  assert.equal(typed({ "gen_ai.operation.name": "chat" }), "CHAT_MODEL");
  assert.equal(typed({}), "UNKNOWN");
});

test("figures are summed over the tree, a parent's in place of its children's; circles and lost parents end", () => {
  const node = (id: string, parentId: string | null, n: number | null) => ({ id, parentId, figures: n === null ? null : { n } });
  assert.deepEqual(treeTotals([node("a", null, null), node("b", "a", 5), node("c", "b", 5), node("d", "a", 2)]), { n: 7 });
  assert.deepEqual(treeTotals([node("a", "lost", 1), node("b", "b", 2)]), { n: 3 });
  assert.equal(treeTotals([node("a", "b", 1), node("b", "a", 1)]), null);
  assert.equal(treeTotals([node("a", null, null)]), null);
  const wide = [node("root", null, null), ...Array.from({ length: 50_000 }, (_, i) => node(String(i), "root", 1))];
  assert.deepEqual(treeTotals(wide), { n: 50_000 });
});

test("mutual information is 1 for filters that always meet, −1 for those that never do, nothing where one matches nothing", () => {
  assert.equal(npmi({ total: 10, filter1: 10, filter2: 10, joint: 10 }).npmi, 1);
  assert.equal(npmi({ total: 10, filter1: 4, filter2: 3, joint: 0 }).npmi, -1);
  assert.deepEqual(npmi({ total: 10, filter1: 0, filter2: 3, joint: 0 }), { npmi: null, npmiSmoothed: null });
  const { npmi: close } = npmi({ total: 10, filter1: 6, filter2: 7, joint: 6 });
  assert.ok(close !== null && Math.abs(close - 0.6982) < 1e-4, String(close));
});

test("a statistic that a view does not know is refused with what there is", () => {
  const asked = { view: "traces", metric: "latency", aggregations: [{ type: "AVG" }], dimensions: [] } as const;
  assert.equal(misasked(asked), null);
  assert.match(misasked({ ...asked, metric: "constructor" })?.message ?? "", /metric_name must be one of trace_count/);
  assert.match(misasked({ ...asked, aggregations: [{ type: "COUNT" }] })?.message ?? "", /Supported aggregation types: AVG/);
  assert.match(misasked({ ...asked, dimensions: ["span_name"] })?.message ?? "", /Supported dimensions: trace_name/);
  assert.match(misasked({ ...asked, aggregations: [{ type: "PERCENTILE" }] })?.message ?? "", /percentile from 0 to 100/);
  assert.equal(misasked({ ...asked, intervalS: 60 })?.path, "intervalS");
});

test("JSON as Python writes it", () => {
  assert.equal(pythonJson({ a: [1, "ü", null, { b: true }] }), '{"a": [1, "ü", null, {"b": true}]}');
});
