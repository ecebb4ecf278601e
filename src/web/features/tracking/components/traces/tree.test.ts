import { expect, test } from "vitest";
import type { SpanHead } from "../../../../../capabilities/tracking/contract/spans.ts";
import { spanTree, unfolded } from "./tree.ts";

function span(id: string, parentId: string | null, startMs: number, endMs: number | null): SpanHead {
  const ns = (ms: number) => String(1_700_000_000_000_000_000n + BigInt(ms) * 1_000_000n);
  return {
    id,
    parentId,
    name: id,
    type: "CHAIN",
    status: "OK",
    startNs: ns(startMs),
    endNs: endMs === null ? null : ns(endMs),
    totalTokens: null,
    model: null,
    events: 0,
    sizeBytes: 0,
  };
}

const spans = [span("a", null, 0, 100), span("b", "a", 10, 40), span("c", "b", 20, 30), span("d", "a", 50, null), span("e", "gone", 60, 120)];

test("spans stand depth first under their parents, with times from the first start on", () => {
  const tree = spanTree(spans);
  expect(tree.nodes.map((n) => [n.span.id, n.depth, n.children, n.startMs, n.tookMs])).toEqual([
    ["a", 0, 2, 0, 100],
    ["b", 1, 1, 10, 30],
    ["c", 2, 0, 20, 10],
    ["d", 1, 0, 50, null],
    ["e", 0, 0, 60, 60],
  ]);
  expect(tree.totalMs).toBe(120);
});

test("what lies inside a folded span is not shown", () => {
  const { nodes } = spanTree(spans);
  expect(unfolded(nodes, new Set(["b"])).map((n) => n.span.id)).toEqual(["a", "b", "d", "e"]);
  expect(unfolded(nodes, new Set(["a", "b"])).map((n) => n.span.id)).toEqual(["a", "e"]);
});

test("a span that names itself as parent, and no span at all, are drawn", () => {
  expect(spanTree([span("a", "a", 0, 1)]).nodes).toHaveLength(1);
  expect(spanTree([])).toEqual({ nodes: [], totalMs: 0, types: [] });
});
