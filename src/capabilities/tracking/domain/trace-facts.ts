import type { JsonValue } from "../../../kernel/contract/common.ts";
import { spanKeys, type TracedSpan } from "../contract/spans.ts";
import type { TraceInput } from "../contract/traces.ts";
import { preview } from "./preview.ts";
import { pythonJson } from "./python-json.ts";
import { figures, read } from "./span-facts.ts";

/** What is stated about a trace, or its spans tell; columns by name, as one JSON row. */
export interface TraceFacts extends TokenFacts, CostFacts {
  id: string;
  owner_id: string;
  project_id: string;
  experiment_id: string;
  request_ms: number;
  duration_ms: number | null;
  state: string;
  name: string | null;
  client_request_id: string | null;
  request_preview: string | null;
  response_preview: string | null;
  session_id: string | null;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  final: boolean;
  tokens_given: boolean;
  cost_given: boolean;
}

export interface TokenFacts {
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  cache_read_tokens: number | null;
  cache_creation_tokens: number | null;
}

export interface CostFacts {
  input_cost: number | null;
  output_cost: number | null;
  total_cost: number | null;
}

export const usageKey = "mlflow.trace.tokenUsage";
export const costKey = "mlflow.trace.cost";
export const nameKey = "mlflow.traceName";
const sessionKey = "mlflow.trace.session";
const userKey = "mlflow.trace.user";
const tagPrefix = "mlflow.traceTag.";

interface Place {
  ownerId: string;
  projectId: string;
  experimentId: string;
}

function place({ ownerId, projectId, experimentId }: Place): Pick<TraceFacts, "owner_id" | "project_id" | "experiment_id"> {
  return { owner_id: ownerId, project_id: projectId, experiment_id: experimentId };
}

export function tokenFacts(usage: Record<string, number> | null): TokenFacts {
  return {
    input_tokens: usage?.input_tokens ?? null,
    output_tokens: usage?.output_tokens ?? null,
    total_tokens: usage?.total_tokens ?? null,
    cache_read_tokens: usage?.cache_read_input_tokens ?? null,
    cache_creation_tokens: usage?.cache_creation_input_tokens ?? null,
  };
}

export function costFacts(cost: Record<string, number> | null): CostFacts {
  return { input_cost: cost?.input_cost ?? null, output_cost: cost?.output_cost ?? null, total_cost: cost?.total_cost ?? null };
}

const figureOrder = [
  "input_tokens",
  "output_tokens",
  "total_tokens",
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
  "input_cost",
  "output_cost",
  "total_cost",
];

/** Figures as the text clients keep in a trace's metadata, in the order they write. */
export function figuresText(figures: Record<string, number>): string {
  const known = figureOrder.filter((key) => key in figures);
  const others = Object.keys(figures).filter((key) => !figureOrder.includes(key));
  return pythonJson(Object.fromEntries([...known, ...others].map((key) => [key, figures[key] ?? 0])));
}

function stated(text: string | undefined, valid: (n: number) => boolean): Record<string, number> | null {
  return text === undefined ? null : figures(read({ text }, ["text"]), valid);
}

/** A client's statement about a trace. */
export function statedFacts(trace: TraceInput, final: boolean, at: Place): TraceFacts {
  const { [nameKey]: name, ...tags } = trace.tags;
  const usage = stated(trace.metadata[usageKey], Number.isSafeInteger);
  const cost = stated(trace.metadata[costKey], Number.isFinite);
  return {
    ...place(at),
    id: trace.id,
    request_ms: Date.parse(trace.requestedAt),
    duration_ms: trace.durationMs,
    state: trace.state,
    name: name ?? null,
    client_request_id: trace.clientRequestId,
    request_preview: trace.requestPreview,
    response_preview: trace.responsePreview,
    session_id: trace.metadata[sessionKey] ?? null,
    ...tokenFacts(usage),
    ...costFacts(cost),
    metadata: trace.metadata,
    tags,
    final,
    tokens_given: usage !== null,
    cost_given: cost !== null,
  };
}

const perMs = 1_000_000n;

/** What some spans of one trace tell about it. */
export function factsOfSpans(id: string, spans: readonly TracedSpan[], tags: Record<string, string>, at: Place): TraceFacts {
  const root = spans.find((s) => s.parentId === null);
  const starts = spans.map((s) => BigInt(s.startNs));
  const ends = spans.flatMap((s) => (s.endNs === null ? [] : [BigInt(s.endNs)]));
  const startMs = Number(starts.reduce((a, b) => (b < a ? b : a)) / perMs);
  const endMs = ends.length === 0 ? null : Number(ends.reduce((a, b) => (b > a ? b : a)) / perMs);
  const session = text(firstOf(spans, spanKeys.session));
  const user = text(firstOf(spans, spanKeys.user));
  const { [nameKey]: name, ...own } = { ...tags, ...rootTags(root) };
  return {
    ...place(at),
    id,
    request_ms: startMs,
    duration_ms: endMs === null ? null : Math.max(0, endMs - startMs),
    state: root && root.endNs !== null ? (root.status === "ERROR" ? "ERROR" : "OK") : "IN_PROGRESS",
    name: (name ?? root?.name ?? null)?.slice(0, 8000) ?? null,
    client_request_id: null,
    request_preview: root ? preview(read(root.attributes, spanKeys.inputs), "user") : null,
    response_preview: root ? preview(read(root.attributes, spanKeys.outputs), "assistant") : null,
    session_id: session,
    ...tokenFacts(null),
    ...costFacts(null),
    metadata: { ...(session !== null && { [sessionKey]: session }), ...(user !== null && { [userKey]: user }) },
    tags: own,
    final: false,
    tokens_given: false,
    cost_given: false,
  };
}

function firstOf(spans: readonly TracedSpan[], keys: readonly string[]): JsonValue | undefined {
  for (const { attributes } of spans) {
    const value = read(attributes, keys);
    if (value !== undefined) return value;
  }
  return undefined;
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 250) : null;
}

/** Tags a client carries on the root span, because OTLP has no place for them. */
function rootTags(root: TracedSpan | undefined): Record<string, string> {
  const found = Object.entries(root?.attributes ?? {}).filter(([key]) => key.startsWith(tagPrefix) && key.length <= tagPrefix.length + 250);
  return Object.fromEntries(
    found.map(([key, value]) => [key.slice(tagPrefix.length), (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 8000)]),
  );
}
