import * as z from "zod";
import type { AnySpec } from "../kernel/contract/operation.ts";

export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  description?: string;
  default?: unknown;
  format?: string;
  ref?: string;
  [key: string]: unknown;
}

const inputs = new WeakMap<AnySpec, JsonSchema>();
const outputs = new WeakMap<AnySpec, JsonSchema>();

/** JSON Schema (2020-12) of what an operation takes; computed once. */
export function inputSchema(spec: AnySpec): JsonSchema {
  return cached(inputs, spec, () => z.toJSONSchema(spec.input, { io: "input", unrepresentable: "throw" }) as JsonSchema);
}

/** JSON Schema of what an operation answers. */
export function outputSchema(spec: AnySpec): JsonSchema {
  return cached(outputs, spec, () => z.toJSONSchema(spec.output, { io: "output", unrepresentable: "throw" }) as JsonSchema);
}

function cached(memory: WeakMap<AnySpec, JsonSchema>, spec: AnySpec, make: () => JsonSchema): JsonSchema {
  const known = memory.get(spec);
  if (known) return known;
  const { $schema: _, ...schema } = make();
  memory.set(spec, schema);
  return schema;
}

/** The types a field may have, through anyOf and allOf. */
export function typesOf(schema: JsonSchema | undefined): Set<string> {
  const types = new Set<string>();
  const walk = (s: JsonSchema | undefined): void => {
    if (!s) return;
    for (const type of [s.type ?? []].flat()) types.add(type);
    for (const part of [...(s.anyOf ?? []), ...(s.oneOf ?? []), ...(s.allOf ?? [])]) walk(part);
  };
  walk(schema);
  return types;
}

/**
 * Turns text (query strings, flags) into what the schema says: numbers, booleans, arrays of them,
 * objects as JSON. What does not convert is left as text, so that the pipeline names the field.
 */
export function fromText(schema: JsonSchema | undefined, text: string | readonly string[]): unknown {
  const types = typesOf(schema);
  if (types.has("array")) {
    const parts = typeof text === "string" ? (text.trimStart().startsWith("[") ? null : [text]) : text;
    return parts === null ? json(text as string) : parts.map((part) => fromText(schema?.items, part));
  }
  const one = typeof text === "string" ? text : (text.at(-1) ?? "");
  if ((types.has("number") || types.has("integer")) && one.trim() !== "" && Number.isFinite(Number(one))) return Number(one);
  if (types.has("boolean") && (one === "true" || one === "false")) return one === "true";
  if (types.has("null") && one === "null") return null;
  if (types.has("object") && one.trimStart().startsWith("{")) return json(one);
  return one;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
