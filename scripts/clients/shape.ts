import type { AnySpec } from "../../src/kernel/contract/operation.ts";
import { inputSchema, outputSchema, type JsonSchema } from "../../src/surfaces/json-schema.ts";

/** A type as both languages can say it. */
export type Shape =
  | { kind: "text" | "number" | "integer" | "boolean" | "null" | "json" }
  | { kind: "words"; words: readonly (string | number | boolean)[] }
  | { kind: "list"; of: Shape }
  | { kind: "map"; of: Shape }
  | { kind: "union"; of: readonly Shape[] }
  | { kind: "object"; name: string };

export interface Field {
  name: string;
  shape: Shape;
  required: boolean;
  description: string;
}

export interface Operation {
  name: string;
  summary: string;
  method: string;
  path: string;
  kind: AnySpec["kind"];
  direction: "upload" | "download" | null;
  input: readonly Field[];
  output: Shape;
}

/** All operations with the named object types they speak of; equal objects share one name. */
export interface Model {
  types: ReadonlyMap<string, readonly Field[]>;
  operations: readonly Operation[];
}

export const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

const irregular: Readonly<Record<string, string>> = { Histories: "History", Batches: "Batch", Ids: "Id", Values: "Value", Classes: "Class", Bodies: "Body" };

/** `Runs` → `Run`, `Entries` → `Entry`. */
export function singular(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return known;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Turns every operation's JSON Schema into shapes. */
export function modelOf(specs: readonly AnySpec[]): Model {
  const types = new Map<string, readonly Field[]>();
  const names = new Map<string, string>();

  function named(schema: JsonSchema, wish: string): Shape {
    const same = JSON.stringify(schema);
    const known = names.get(same);
    if (known !== undefined) return { kind: "object", name: known };
    let name = wish;
    for (let n = 2; types.has(name); n += 1) name = `${wish}${n}`;
    names.set(same, name);
    types.set(name, []);
    types.set(name, fieldsOf(schema, name));
    return { kind: "object", name };
  }

  function fieldsOf(schema: JsonSchema, owner: string): Field[] {
    const required = new Set(schema.required ?? []);
    return Object.entries(schema.properties ?? {}).map(([name, s]) => ({
      name,
      shape: shapeOf(s, owner + pascal(name)),
      required: required.has(name),
      description: s.description ?? "",
    }));
  }

  function shapeOf(schema: JsonSchema | boolean, wish: string): Shape {
    if (typeof schema === "boolean" || "$ref" in schema) return { kind: "json" };
    if (schema.const !== undefined) return { kind: "words", words: [schema.const as string] };
    if (schema.enum) return { kind: "words", words: schema.enum as string[] };
    const parts = schema.anyOf ?? schema.oneOf;
    if (parts) return union(parts.map((part, i) => shapeOf(part, parts.length > 2 ? `${wish}${i + 1}` : wish)));
    if (Array.isArray(schema.type)) return union(schema.type.map((type) => shapeOf({ ...schema, type }, wish)));
    switch (schema.type) {
      case "string":
        return { kind: "text" };
      case "number":
      case "integer":
      case "boolean":
      case "null":
        return { kind: schema.type };
      case "array":
        return { kind: "list", of: shapeOf(schema.items ?? {}, singular(wish)) };
      case "object": {
        if (Object.keys(schema.properties ?? {}).length > 0) return named(schema, wish);
        const more = schema.additionalProperties;
        return { kind: "map", of: typeof more === "object" ? shapeOf(more, singular(wish)) : { kind: "json" } };
      }
      default:
        return { kind: "json" };
    }
  }

  function union(of: readonly Shape[]): Shape {
    if (of.some((s) => s.kind === "json")) return { kind: "json" };
    const unlike = new Map(of.map((s) => [JSON.stringify(s), s]));
    const [only] = unlike.values();
    return unlike.size === 1 && only ? only : { kind: "union", of: [...unlike.values()] };
  }

  // What `<noun>.get` answers is the noun's type; it is named first, so that lists and writes use the same name.
  const first = specs.filter((spec) => /^[a-z]\w*\.get$/.test(spec.name));
  for (const spec of first) shapeOf(outputSchema(spec), singular(pascal(spec.name.split(".")[0] ?? "")));
  const operations = specs.map((spec) => ({
    name: spec.name,
    summary: spec.summary,
    method: spec.http.method,
    path: `/api/v1${spec.http.path}`,
    kind: spec.kind,
    direction: spec.direction ?? null,
    input: fieldsOf(inputSchema(spec), pascal(spec.name)),
    output: shapeOf(outputSchema(spec), `${pascal(spec.name)}Answer`),
  }));
  return { types, operations: operations.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}
