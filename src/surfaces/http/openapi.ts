import { errorCodes, type ErrorCode } from "../../kernel/contract/errors.ts";
import type { AnySpec } from "../../kernel/contract/operation.ts";
import { Ticket } from "../../kernel/transfer.ts";
import { inputSchema, outputSchema, type JsonSchema } from "../json-schema.ts";
import * as z from "zod";

/** OpenAPI 3.1 of every operation, every refusal documented. */
export function openApiDocument(specs: readonly AnySpec[], version: string, more: object = {}): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const spec of specs) {
    const path = `/api/v1${spec.http.path}`;
    (paths[path] ??= {})[spec.http.method.toLowerCase()] = operationObject(spec);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "LuminaOps",
      version,
      description: "Every operation of LuminaOps. Errors are RFC 9457 problem documents with `code`, `detail`, `fix` and `requestId`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(specs.map(nounOf))].toSorted().map((name) => ({ name })),
    security: [{ key: [] }, { basic: [] }, { session: [] }],
    paths: { ...paths, ...more },
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key, `lum_` and 36 letters or digits." },
        basic: { type: "http", scheme: "basic", description: "Any user name, an API key as password." },
        session: { type: "apiKey", in: "cookie", name: "lumina.session_token" },
      },
    },
  };
}

function nounOf(spec: AnySpec): string {
  return spec.name.split(".")[0] ?? "";
}

function operationObject(spec: AnySpec): object {
  const schema = inputSchema(spec);
  const pathIds = [...spec.http.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "");
  const rest = Object.entries(schema.properties ?? {}).filter(([key]) => !pathIds.includes(key));
  const inQuery = spec.http.method === "GET" || spec.http.method === "DELETE";
  const required = new Set(schema.required ?? []);
  const parameters = [
    ...pathIds.map((name) => ({ name, in: "path", required: true, schema: schema.properties?.[name] ?? {} })),
    ...(inQuery
      ? rest.map(([name, s]) => ({ name, in: "query", required: required.has(name), schema: s, ...(s.description && { description: s.description }) }))
      : []),
    ...(spec.http.method === "POST" && spec.kind !== "transfer" ? [idempotencyKey] : []),
  ];
  const body: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(rest),
    required: rest.map(([k]) => k).filter((k) => required.has(k)),
    additionalProperties: false,
  };
  return {
    operationId: spec.name,
    summary: spec.summary,
    ...(spec.tool && { description: spec.tool.say }),
    tags: [nounOf(spec)],
    ...(parameters.length > 0 && { parameters }),
    ...(!inQuery && rest.length > 0 && { requestBody: { required: (body.required?.length ?? 0) > 0, content: { "application/json": { schema: body } } } }),
    ...(spec.permission.action === "public" && { security: [] }),
    responses: responses(spec),
    "x-kind": spec.kind,
    "x-effect": spec.effect,
    "x-permission": spec.permission.action,
    ...(spec.direction && { "x-direction": spec.direction }),
    ...(spec.positional && { "x-positional": spec.positional }),
    ...(spec.stability && { "x-stability": spec.stability }),
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: { type: "string", maxLength: 200 },
  description: "The same key and input give the first answer again.",
};

function responses(spec: AnySpec): object {
  const done: Record<string, object> = {};
  if (spec.kind === "watch") done["200"] = { description: "A stream of events", content: { "text/event-stream": { schema: outputSchema(spec) } } };
  else if (spec.kind === "transfer")
    done["200"] = {
      description: `A ticket; ${spec.direction} the bytes at its address`,
      content: { "application/json": { schema: z.toJSONSchema(Ticket, { io: "output" }) } },
    };
  else done[spec.kind === "job" ? "202" : "200"] = { description: "Done", content: { "application/json": { schema: outputSchema(spec) } } };
  if (spec.effect !== "read" && spec.kind === "call")
    done["202"] = { description: "Waits for an approval", content: { "application/json": { schema: approvalSchema } } };
  const codes = new Set<ErrorCode>([...spec.errors, "invalid_input", "internal", "unavailable", "too_large", "rate_limited"]);
  if (spec.permission.action !== "public") codes.add("unauthenticated").add("forbidden");
  if (spec.permission.on) codes.add("not_found");
  if (spec.http.method === "POST" && spec.kind !== "watch") codes.add("conflict");
  if (spec.http.method === "GET") done["431"] = { description: "Address and headers are longer than 64 kB" };
  for (const code of codes) {
    const status = String(errorCodes[code]);
    done[status] = { description: code, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
  }
  return done;
}

const approvalSchema = {
  type: "object",
  properties: { approvalRequired: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } },
  required: ["approvalRequired"],
};

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "fix", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(errorCodes) },
    detail: { type: "string" },
    fix: { type: "string" },
    requestId: { type: "string" },
    missing: { type: "string" },
    grantors: { type: "string" },
    retryAfterS: { type: "number" },
    fields: { type: "array", items: { type: "object", properties: { path: { type: "string" }, message: { type: "string" } }, required: ["path", "message"] } },
  },
};
