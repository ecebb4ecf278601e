import type { JsonSchema } from "../json-schema.ts";

/** One operation as the command line sees it, read from the server's own OpenAPI document. */
export interface Command {
  name: string;
  noun: string;
  verb: string;
  summary: string;
  method: string;
  path: string;
  kind: "call" | "watch" | "job" | "transfer" | "ingest";
  direction: "upload" | "download" | null;
  /** Inputs in the order they may be given without a flag. */
  positional: string[];
  fields: Record<string, JsonSchema>;
  required: Set<string>;
  pathIds: string[];
  inBody: boolean;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
}

interface OperationObject {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  requestBody?: { content: { "application/json": { schema: JsonSchema } } };
  "x-kind": Command["kind"];
  "x-direction"?: "upload" | "download";
  "x-positional"?: string[];
}

export interface OpenApi {
  info: { version: string };
  paths: Record<string, Record<string, OperationObject>>;
}

/** `createVersion` → `create-version`. */
export function kebab(text: string): string {
  return text.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
}

/** Every operation as a command, in the order of the document. */
export function commandsOf(document: OpenApi): Command[] {
  const commands: Command[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    // Ceremonies at /auth are no operations; `login` and `register` use them.
    for (const [method, operation] of Object.entries(methods)) if (operation["x-kind"]) commands.push(commandOf(path, method, operation));
  }
  return commands;
}

function commandOf(path: string, method: string, operation: OperationObject): Command {
  const [noun = "", ...verb] = operation.operationId.split(".");
  const fields: Record<string, JsonSchema> = {};
  const required = new Set<string>();
  const pathIds: string[] = [];
  for (const p of operation.parameters ?? []) {
    if (p.in === "header") continue;
    fields[p.name] = p.schema;
    if (p.required) required.add(p.name);
    if (p.in === "path") pathIds.push(p.name);
  }
  const body = operation.requestBody?.content["application/json"].schema;
  Object.assign(fields, body?.properties ?? {});
  for (const name of body?.required ?? []) required.add(name);
  const direction = operation["x-direction"] ?? null;
  return {
    name: operation.operationId,
    noun: kebab(noun),
    verb: verb.map(kebab).join("-"),
    summary: operation.summary,
    method: method.toUpperCase(),
    path,
    kind: operation["x-kind"],
    direction,
    positional: [...(direction === "upload" ? ["file"] : []), ...pathIds, ...(operation["x-positional"] ?? [])],
    fields,
    required,
    pathIds,
    inBody: method !== "get" && method !== "delete",
  };
}
