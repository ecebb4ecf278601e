import { readFileSync } from "node:fs";
import protojson from "protobufjs/ext/protojson.js";
import protobuf from "protobufjs/light.js";
import type { Span, TracedSpan } from "../../../capabilities/tracking/contract/spans.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { clean, plainOf, type AnyValue } from "./any-value.ts";
import { jsonHoldsMore, protoHoldsMore } from "./otlp-count.ts";

// Made from the protocol's own files (opentelemetry-proto 1.9, Apache-2.0) by protobufjs.
const descriptor = JSON.parse(readFileSync(new URL("../../../../gen/otlp-trace.json", import.meta.url), "utf8")) as protobuf.INamespace;
const Request = protobuf.Root.fromJSON(descriptor).resolveAll().lookupType("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest");

interface Attribute {
  key?: string;
  value?: AnyValue;
}

interface OtlpSpan {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  name?: string;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: Attribute[];
  events?: { timeUnixNano?: string; name?: string; attributes?: Attribute[] }[];
  links?: { traceId?: string; spanId?: string; attributes?: Attribute[] }[];
  status?: { message?: string; code?: number };
}

interface OtlpRequest {
  resourceSpans?: { resource?: { attributes?: Attribute[] }; scopeSpans?: { spans?: OtlpSpan[] }[] }[];
}

/** Spans of an export, and what its resources say of their traces. */
export interface Exported {
  spans: TracedSpan[];
  tags: Record<string, Record<string, string>>;
}

/** What is wrong with an export: not OTLP (400), or a span that cannot be one (422). */
export class OtlpError extends Error {
  readonly status: 400 | 422;
  constructor(status: 400 | 422, message: string) {
    super(message);
    this.status = status;
  }
}

/** Fields of an export at most: read, each takes a hundred bytes and more. */
const fieldsAtMost = 1_000_000;

/** @throws OtlpError, Refusal `too_large` */
export function readExport(body: Buffer, json: boolean): Exported {
  if (holdsMore(body, json))
    throw refuse("too_large", `The export holds more than ${fieldsAtMost} spans, attributes and values.`, "Export fewer spans at once.");
  const request = parse(body, json);
  if ((request.resourceSpans ?? []).length === 0) throw new OtlpError(400, "Invalid OpenTelemetry format - no spans found");
  const out: Exported = { spans: [], tags: Object.create(null) as Exported["tags"] };
  for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
    const tags = resourceTags(resource?.attributes ?? []);
    for (const span of (scopeSpans ?? []).flatMap((s) => s.spans ?? [])) {
      const read = spanOf(span);
      out.spans.push(read);
      if (Object.keys(tags).length > 0) out.tags[read.traceId] = { ...out.tags[read.traceId], ...tags };
    }
  }
  return out;
}

function holdsMore(body: Buffer, json: boolean): boolean {
  try {
    return json ? jsonHoldsMore(body.toString("utf8"), fieldsAtMost) : protoHoldsMore(Request, body, fieldsAtMost);
  } catch {
    throw new OtlpError(400, "Invalid OpenTelemetry format");
  }
}

function parse(body: Buffer, json: boolean): OtlpRequest {
  try {
    const message = json ? protojson.fromJson(Request, idsInBase64(JSON.parse(body.toString("utf8"))), { ignoreUnknownFields: true }) : Request.decode(body);
    return Request.toObject(message, { longs: String, bytes: String, enums: Number, json: true }) as OtlpRequest;
  } catch {
    throw new OtlpError(400, "Invalid OpenTelemetry format");
  }
}

/** OTLP's JSON writes ids in hex, where protobuf's JSON has base64; and it may hold texts that are none. */
function idsInBase64(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    typeof inner !== "string" ? inner : idFields.has(key) ? Buffer.from(inner, "hex").toString("base64") : clean(inner),
  );
}
const idFields = new Set(["traceId", "spanId", "parentSpanId", "trace_id", "span_id", "parent_span_id"]);

function hex(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64").toString("hex");
}

function spanOf(span: OtlpSpan): TracedSpan {
  const [trace, id, parent] = [hex(span.traceId), hex(span.spanId), hex(span.parentSpanId)];
  if (!/^[0-9a-f]{32}$/.test(trace) || !/^[0-9a-f]{16}$/.test(id) || !/^([0-9a-f]{16})?$/.test(parent))
    throw new OtlpError(422, "Cannot convert OpenTelemetry span to MLflow span: trace_id has 16 bytes, span_id and parent_span_id have 8");
  const exact: Span["exact"] = {};
  const end = span.endTimeUnixNano ?? "0";
  const code = span.status?.code ?? 0;
  const noted = (at: string, attributes: Attribute[] | undefined): Span["attributes"] => plain(attributes ?? [], at, exact);
  return {
    traceId: `tr-${trace}`,
    id,
    parentId: parent === "" || /^0+$/.test(parent) ? null : parent,
    name: clean(span.name ?? "").slice(0, 10_000),
    type: "UNKNOWN",
    status: code === 1 ? "OK" : code === 2 ? "ERROR" : "UNSET",
    statusMessage: span.status?.message ? clean(span.status.message).slice(0, 100_000) : null,
    startNs: span.startTimeUnixNano ?? "0",
    endNs: end === "0" ? null : end,
    attributes: noted("attributes", span.attributes),
    events: (span.events ?? []).map((e, i) => ({
      name: clean(e.name ?? ""),
      atNs: e.timeUnixNano ?? "0",
      attributes: noted(`events.${i}`, e.attributes),
    })),
    links: (span.links ?? []).map((l, i) => ({ traceId: `tr-${hex(l.traceId)}`, spanId: hex(l.spanId), attributes: noted(`links.${i}`, l.attributes) })),
    exact,
  };
}

function plain(attributes: readonly Attribute[], at: string, exact: Span["exact"]): Span["attributes"] {
  const out: [string, Span["attributes"][string]][] = [];
  for (const { key: given = "", value = {} } of attributes) {
    const key = clean(given);
    try {
      const read = plainOf(value);
      out.push([key, read.value]);
      if (!read.same) exact[`${at}.${key}`] = cleaned(value);
    } catch (error) {
      throw new OtlpError(422, `Cannot convert OpenTelemetry span to MLflow span: ${error instanceof Error ? error.message : "an attribute cannot be read"}`);
    }
  }
  return Object.fromEntries(out);
}

function cleaned(value: AnyValue): Span["exact"][string] {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => (typeof inner === "string" ? clean(inner) : inner)) as Span["exact"][string];
}

/** What a resource says of itself, as tags of its traces; the SDK's own marks and MLflow's reserved names are left out. */
function resourceTags(attributes: readonly Attribute[]): Record<string, string> {
  const tags: [string, string][] = [];
  for (const { key = "", value = {} } of attributes) {
    if (key === "" || key.length > 250 || key.startsWith("telemetry.sdk.") || key.startsWith("mlflow.")) continue;
    const { value: read } = plainOf(value);
    if (read !== null) tags.push([clean(key), (typeof read === "string" ? read : JSON.stringify(read)).slice(0, 8000)]);
  }
  return Object.fromEntries(tags);
}
