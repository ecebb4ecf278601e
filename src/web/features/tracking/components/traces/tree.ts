import type { SpanHead } from "../../../../../capabilities/tracking/contract/spans.ts";

/** A span in its place: how deep it lies, whether it holds others, and where it stands in time. */
export interface SpanNode {
  span: SpanHead;
  depth: number;
  children: number;
  /** Milliseconds after the trace began. */
  startMs: number;
  /** Null while it runs. */
  tookMs: number | null;
}

export interface SpanTree {
  /** Depth first, siblings in order of start. */
  nodes: readonly SpanNode[];
  /** From the first start to the last end. */
  totalMs: number;
  types: readonly string[];
}

const perMs = 1e6;

/** The tree of a trace's spans; a span whose parent is not there stands at the top. */
export function spanTree(spans: readonly SpanHead[]): SpanTree {
  const ids = new Set(spans.map((s) => s.id));
  const children = Map.groupBy(
    spans.filter((s) => s.parentId !== null && s.parentId !== s.id && ids.has(s.parentId)),
    (s) => s.parentId,
  );
  const tops = spans.filter((s) => s.parentId === null || s.parentId === s.id || !ids.has(s.parentId));
  const begin = spans.reduce((least, s) => (BigInt(s.startNs) < least ? BigInt(s.startNs) : least), BigInt(spans[0]?.startNs ?? 0));
  const since = (ns: string): number => Number(BigInt(ns) - begin) / perMs;
  const nodes: SpanNode[] = [];
  const stack = tops.toReversed().map((span) => ({ span, depth: 0 }));
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { span, depth } = at;
    const inside = children.get(span.id) ?? [];
    const startMs = since(span.startNs);
    nodes.push({ span, depth, children: inside.length, startMs, tookMs: span.endNs === null ? null : since(span.endNs) - startMs });
    for (const child of inside.toReversed()) stack.push({ span: child, depth: depth + 1 });
  }
  const totalMs = nodes.reduce((most, n) => Math.max(most, n.startMs + (n.tookMs ?? 0)), 0);
  return { nodes, totalMs, types: [...new Set(spans.map((s) => s.type))] };
}

/** Without what lies inside folded spans. */
export function unfolded(nodes: readonly SpanNode[], folded: ReadonlySet<string>): SpanNode[] {
  const out: SpanNode[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    if (node.depth > hiddenBelow) continue;
    hiddenBelow = folded.has(node.span.id) ? node.depth : Number.POSITIVE_INFINITY;
    out.push(node);
  }
  return out;
}
