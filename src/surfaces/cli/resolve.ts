import { typesOf } from "../json-schema.ts";
import { CliRefusal, UsageError, type Client } from "./client.ts";
import { kebab, type Command } from "./document.ts";
import { usage } from "./arguments.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface Resolver {
  client: Client;
  commands: readonly Command[];
  projectId: string | undefined;
}

/** Replaces names by ids wherever the schema says which thing an id names, and fills in the default project. */
export async function resolveInput(resolver: Resolver, command: Command, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const out = { ...input };
  if ("projectId" in command.fields && out.projectId === undefined) {
    const project = resolver.projectId ?? (command.required.has("projectId") ? await onlyProject(resolver) : undefined);
    if (project !== undefined) out.projectId = project;
  }
  for (const [field, schema] of Object.entries(command.fields)) {
    const value = out[field];
    const ref = refOf(schema);
    if (typeof value === "string" && ref !== null && !uuid.test(value) && typesOf(schema).has("string")) out[field] = await idOfName(resolver, ref, value, out);
  }
  const missing = [...command.required].filter((field) => out[field] === undefined);
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.map(kebab).join(", ")}\n${usage(command)}`);
  return out;
}

function refOf(schema: { ref?: string; anyOf?: { ref?: string }[] }): string | null {
  return schema.ref ?? schema.anyOf?.find((part) => part.ref !== undefined)?.ref ?? null;
}

async function list(resolver: Resolver, ref: string, query: Record<string, string>): Promise<{ id: string; name?: string; email?: string }[] | null> {
  const command = resolver.commands.find((c) => c.name === `${ref}s.list`);
  if (!command) return null;
  const known = Object.entries(query).filter(([key]) => key in command.fields);
  const { body } = await resolver.client.call("GET", `${command.path}?${new URLSearchParams(known).toString()}`);
  return body.items as { id: string; name?: string }[];
}

async function idOfName(resolver: Resolver, ref: string, name: string, input: Record<string, unknown>): Promise<string> {
  const scope = typeof input.projectId === "string" && uuid.test(input.projectId) ? { projectId: input.projectId } : {};
  const items = await list(resolver, ref, {
    name,
    q: name,
    limit: "200",
    ...(ref !== "project" && (resolver.projectId ? { projectId: resolver.projectId } : {})),
    ...(ref !== "project" && scope),
  });
  if (items === null) return name;
  const found = items.filter((item) => item.name === name || item.email === name);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (found.length > 1) throw new CliRefusal(`${found.length} ${ref}s are called ${name}.`, `Use the id: ${found.map((f) => f.id).join(", ")}`);
  throw new CliRefusal(`There is no ${ref} called ${name} here.`, `./lumina ${kebab(ref)}s list`);
}

async function onlyProject(resolver: Resolver): Promise<string | undefined> {
  const items = await list(resolver, "project", { limit: "2" });
  return items?.length === 1 ? items[0]?.id : undefined;
}
