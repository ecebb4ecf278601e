import type { IngestCtx } from "../../../kernel/ctx.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { logSpans, spanKeys, type TracedSpan } from "../contract/spans.ts";
import { costOf, figures, typeOf, usageOf, word } from "../domain/span-facts.ts";
import { costFacts, costKey, factsOfSpans, figuresText, tokenFacts, usageKey } from "../domain/trace-facts.ts";
import { treeTotals, type TreeNode } from "../domain/trace-totals.ts";
import { addCounts, selectUsage, setTotals, standingSpans, upsertSpans, type SpanRow, type UsageRow } from "../store/spans.ts";
import { insertRunLinks } from "../store/trace-links.ts";
import { liveExperiments, projectsOfTraces, upsertFromSpans, type Written } from "../store/traces.ts";
import { deletedExperiment, foreignTrace } from "./trace-refusals.ts";

type Input = Parameters<NonNullable<typeof logSpans.permission.on>>[0];

/** Spans of one trace, from all items of a batch. */
interface Group {
  experimentId: string;
  projectId: string;
  spans: Map<string, TracedSpan>;
  tags: Record<string, string>;
}

export default implementIngest(logSpans, {
  async write(ctx, items) {
    const live = await liveExperiments(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.experimentId))]);
    const projects = await projectsOfTraces(ctx.tx, ctx.workspaceId, [...new Set(items.flatMap((i) => i.input.spans.map((s) => s.traceId)))]);
    const groups = new Map<string, Group>();
    const links: { runId: string; traceId: string }[] = [];
    const answers = items.map(({ input }) => {
      const projectId = live.get(input.experimentId);
      if (projectId === undefined) return deletedExperiment(input.experimentId);
      const ids = new Set(input.spans.map((s) => s.traceId));
      for (const id of ids) if ((projects.get(id) ?? groups.get(id)?.projectId ?? projectId) !== projectId) return foreignTrace(id);
      gather(groups, input, projectId);
      if (input.runId !== undefined) for (const s of input.spans) if (s.parentId === null) links.push({ runId: input.runId, traceId: s.traceId });
      return { logged: input.spans.length, traces: ids.size };
    });
    if (groups.size > 0) await write(ctx, groups);
    if (links.length > 0) await insertRunLinks(ctx.tx, ctx.workspaceId, links);
    for (const id of groups.keys()) ctx.emit("traces", id);
    return answers;
  },
});

function gather(groups: Map<string, Group>, input: Input, projectId: string): void {
  for (const span of input.spans) {
    let group = groups.get(span.traceId);
    if (!group) groups.set(span.traceId, (group = { experimentId: input.experimentId, projectId, spans: new Map(), tags: {} }));
    group.spans.set(span.id, span);
  }
  for (const [id, tags] of Object.entries(input.tags)) Object.assign(groups.get(id)?.tags ?? {}, tags);
}

async function write(ctx: IngestCtx, groups: ReadonlyMap<string, Group>): Promise<void> {
  const facts = [...groups].map(([id, g]) =>
    factsOfSpans(id, [...g.spans.values()], g.tags, { ownerId: ctx.newId(), projectId: g.projectId, experimentId: g.experimentId }),
  );
  const written = await upsertFromSpans(ctx.tx, ctx.workspaceId, facts);
  // Begun in another project since it was looked up: the batch is retried, and the item refused then.
  if (written.length !== facts.length) throw new Error("a trace was begun in another project meanwhile");
  const rows = [...groups.values()].flatMap((g) => [...g.spans.values()].map(rowOf));
  const standing = await standingSpans(ctx.tx, ctx.workspaceId, rows);
  for (const chunk of chunks(rows)) await upsertSpans(ctx.tx, ctx.workspaceId, chunk);
  await addCounts(ctx.tx, ctx.workspaceId, countsOf(rows, standing));
  await total(ctx, written, rows);
}

function rowOf(span: TracedSpan): SpanRow {
  const { attributes, events, links, exact } = span;
  return {
    trace_id: span.traceId,
    id: span.id,
    parent_id: span.parentId,
    name: span.name,
    type: typeOf(span),
    status: span.status,
    status_message: span.statusMessage,
    start_ns: span.startNs,
    end_ns: span.endNs,
    attributes,
    events,
    links,
    exact,
    size_bytes: JSON.stringify([attributes, events, links, exact]).length,
    event_count: events.length,
    usage: usageOf(attributes),
    cost: costOf(attributes),
    model: word(attributes, spanKeys.model),
    provider: word(attributes, spanKeys.provider),
  };
}

const chunkBytes = 4 * 1024 * 1024;

/** JSON texts of some rows each, so that a large batch is not held twice. */
function* chunks(rows: readonly SpanRow[]): Generator<string> {
  let held: SpanRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    held.push(row);
    bytes += row.size_bytes;
    if (bytes < chunkBytes && held.length < 2000) continue;
    yield JSON.stringify(held);
    [held, bytes] = [[], 0];
  }
  if (held.length > 0) yield JSON.stringify(held);
}

function countsOf(rows: readonly SpanRow[], standing: ReadonlyMap<string, string>): { id: string; spans: number; errors: number }[] {
  const counts = new Map<string, { id: string; spans: number; errors: number }>();
  for (const row of rows) {
    const before = standing.get(`${row.trace_id} ${row.id}`);
    const count = counts.get(row.trace_id) ?? { id: row.trace_id, spans: 0, errors: 0 };
    count.spans += before === undefined ? 1 : 0;
    count.errors += (row.status === "ERROR" ? 1 : 0) - (before === "ERROR" ? 1 : 0);
    counts.set(row.trace_id, count);
  }
  return [...counts.values()];
}

/** A parent that sums up its children may come in another batch than they do, so the whole tree is summed again. */
async function total(ctx: IngestCtx, written: readonly Written[], rows: readonly SpanRow[]): Promise<void> {
  const used = new Set(rows.filter((r) => r.usage || r.cost).map((r) => r.trace_id));
  const open = written.filter((w) => used.has(w.id) && !(w.tokens_given && w.cost_given));
  if (open.length === 0) return;
  const byTrace = Map.groupBy(
    await selectUsage(
      ctx.tx,
      ctx.workspaceId,
      open.map((w) => w.id),
    ),
    (row) => row.trace_id,
  );
  const totals = open.map(({ id, tokens_given, cost_given }) => {
    const spans = byTrace.get(id) ?? [];
    const usage = tokens_given ? null : treeTotals(spans.map((s) => node(s, "usage")));
    const cost = cost_given ? null : treeTotals(spans.map((s) => node(s, "cost")));
    const metadata = { ...(usage && { [usageKey]: figuresText(usage) }), ...(cost && { [costKey]: figuresText(cost) }) };
    return { id, ...tokenFacts(usage), ...costFacts(cost), metadata };
  });
  await setTotals(ctx.tx, ctx.workspaceId, totals);
}

function node(row: UsageRow, what: "usage" | "cost"): TreeNode {
  return { id: row.id, parentId: row.parent_id, figures: figures(row[what] ?? undefined, Number.isFinite) };
}
