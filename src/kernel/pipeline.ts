import { randomUUIDv7 } from "node:crypto";
import * as z from "zod";
import type { JsonValue } from "./contract/common.ts";
import { refuse, Refusal } from "./contract/errors.ts";
import type { AnySpec, ResourceRef } from "./contract/operation.ts";
import type { BaseCtx, Services, Surface } from "./ctx.ts";
import type { Actor, AuditEntry, Database, Fence, Grants, IdempotencyStore, JobQueue, Journal, OutboxEvent, Policy, Resource, Signals, Tx } from "./ports.ts";
import type { Registry } from "./registry.ts";

/** What the composition root fills in. */
export interface KernelPorts {
  db: Database;
  grants: Grants;
  policy: Policy;
  journal: Journal;
  idempotency: IdempotencyStore;
  jobs: JobQueue;
  signals: Signals;
  services: Services;
  /** Seals and opens transfer tickets; null for a foreign or expired one. */
  tickets: { seal(content: JsonValue, expiresAt: Date): string; open(token: string): JsonValue | null };
  /** The actor as it stands now: rights are asked again when a ticket or a job is redeemed. Null too where `keyId` is revoked. */
  actorById(workspaceId: string, actorId: string, keyId?: string): Promise<Actor | null>;
  now(): Date;
}

/** Where a call came from. */
export interface Meta {
  surface: Surface;
  requestId: string;
  from?: string | null;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Why, in the person's words; kept with the audit row and the approval request. */
  reason?: string;
  approvalId?: string;
  /** Id of the audit row this invocation leaves, where the caller wants to know it. */
  auditId?: string;
  fence?: Fence;
  /** Resolves the actor again while a watch is open. */
  again?: () => Promise<Actor | null>;
}

export type Outcome<O = unknown> = { kind: "done"; output: O } | { kind: "approval_required"; id: string };

export interface Kernel {
  registry: Registry;
  ports: KernelPorts;
}

/** What one root invocation shares with the operations nested in it. */
export interface Frame {
  kernel: Kernel;
  tx: Tx;
  actor: Actor;
  meta: Meta;
  events: OutboxEvent[];
}

export const never = new AbortController().signal;
const auditInputBytes = 16_384;

/** Authentication comes before everything else, whatever the body says. */
export function requireActor(spec: AnySpec, actor: Actor | null): Actor {
  if (actor) {
    const open = spec.permission.action === "public" || spec.permission.action === "self";
    if (!open && actor.workspaceId === null)
      throw refuse("forbidden", "You are not in a workspace.", "Create one, or open the invitation you were sent.", { missing: spec.permission.action });
    return actor;
  }
  if (spec.permission.action === "public") return nobody;
  throw refuse("unauthenticated", `${spec.name} needs a signed-in person or an API key.`, "Sign in, or send `Authorization: Bearer lum_…`.");
}

const nobody: Actor = { kind: "system", id: "anonymous", name: "Nobody", workspaceId: null, role: null, projectGrants: {} };

/** @throws Refusal `invalid_input` naming every field. */
export function parseInput(spec: AnySpec, input: unknown): never {
  const parsed = spec.input.safeParse(input ?? {});
  if (parsed.success) {
    const at = pathOfUnstorable(input);
    if (at === null) return parsed.data as never;
    const message = "holds the character U+0000, half a surrogate pair, or something named __proto__";
    throw refuse("invalid_input", `${spec.name} refused its input: ${at}: ${message}.`, "Remove it, or choose another name; nothing here can hold it.", {
      fields: [{ path: at, message }],
    });
  }
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = fields[0];
  throw refuse(
    "invalid_input",
    `${spec.name} refused its input: ${first?.path || "the whole"}: ${first?.message ?? "not valid"}.`,
    "Correct the named fields; `GET /api/openapi.json` has the schema.",
    { fields },
  );
}

/** PostgreSQL stores every character but U+0000; half a surrogate pair is none; schemas leave out what is named `__proto__`, so it is looked for in what was sent. */
function pathOfUnstorable(value: unknown, path = ""): string | null {
  if (typeof value === "string") return unstorable(value) ? path : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorable(key) || key === "__proto__" ? path : pathOfUnstorable(inner, path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function unstorable(text: string): boolean {
  return text.includes("\0") || !text.isWellFormed();
}

/** Asks the right on the workspace, before anything is read. */
export function authorizeWorkspace(kernel: Kernel, spec: AnySpec, actor: Actor): void {
  const { action } = spec.permission;
  if (action === "public" || action === "self") return;
  const decision = kernel.ports.grants.decide(actor, action, null);
  const maybeByProject = spec.permission.on !== undefined && Object.keys(actor.projectGrants).length > 0;
  if (!decision.allowed && !maybeByProject) throw missingRight(spec, null, decision.rule, decision.grantors);
}

function missingRight(spec: AnySpec, resource: Resource | null, rule: string, grantors: string | undefined): Refusal {
  const { action } = spec.permission;
  const on = resource ? ` on ${resource.type} ${resource.label}` : "";
  return refuse("forbidden", `You may not ${action}${on}: ${rule}.`, `Ask for ${action}: ${grantors ?? "an administrator of the workspace can grant it"}.`, {
    missing: action,
    ...(grantors !== undefined && { grantors }),
  });
}

/** Finds every resource the input names; absent and hidden read the same. The first carries the project. */
export async function findResource(kernel: Kernel, tx: Tx, spec: AnySpec, actor: Actor, input: never): Promise<Resource | null> {
  const ref = spec.permission.on?.(input) ?? {};
  let first: Resource | null = null;
  for (const [type, id] of Object.entries(ref)) {
    if (id === undefined) continue;
    const finder = kernel.registry.finders.get(type);
    if (!finder) throw new Error(`${spec.name}: nobody declares the resource ${type}`);
    const found = actor.workspaceId === null ? null : await finder(tx, actor.workspaceId, id);
    const resource = found && { ...found, type, id };
    if (!resource || !maySee(kernel, actor, resource)) throw refuse("not_found", `There is no ${type} ${id} here.`, `Check the id, or list what you can see.`);
    first ??= resource;
  }
  return first;
}

function maySee(kernel: Kernel, actor: Actor, resource: Resource): boolean {
  return kernel.ports.grants.decide(actor, `${resource.type}:read`, resource).allowed;
}

export function authorizeResource(kernel: Kernel, spec: AnySpec, actor: Actor, resource: Resource | null): void {
  const { action } = spec.permission;
  if (action === "public" || action === "self") return;
  const decision = kernel.ports.grants.decide(actor, action, resource);
  if (!decision.allowed) throw missingRight(spec, resource, decision.rule, decision.grantors);
}

/** @throws Error when a handler answered something its contract does not say. */
export function checkOutput(spec: AnySpec, output: unknown): unknown {
  const parsed = spec.output.safeParse(output);
  if (parsed.success) return parsed.data;
  throw new Error(`${spec.name} answered against its contract: ${z.prettifyError(parsed.error)}`);
}

export function auditInput(spec: AnySpec, input: unknown): JsonValue {
  const shown: Record<string, unknown> = { ...(input as Record<string, unknown>) };
  for (const field of spec.audit.redact) if (field in shown) shown[field] = "[redacted]";
  const text = JSON.stringify(shown);
  return text.length <= auditInputBytes ? (shown as JsonValue) : { truncated: true, bytes: text.length };
}

export function auditTarget(spec: AnySpec, input: unknown): ResourceRef {
  try {
    return (spec.audit.target ?? spec.permission.on)?.(input as never) ?? {};
  } catch {
    return {};
  }
}

export function auditEntry(spec: AnySpec, actor: Actor | null, meta: Meta, input: unknown, outcome: AuditEntry["outcome"]): AuditEntry {
  return {
    id: meta.auditId ?? randomUUIDv7(),
    workspaceId: actor?.workspaceId ?? null,
    actor,
    operation: spec.name,
    outcome,
    target: auditTarget(spec, input),
    projectId: null,
    surface: meta.surface,
    requestId: meta.requestId,
    from: meta.from ?? null,
    input: auditInput(spec, input),
    before: null,
    after: null,
    note: meta.reason ?? null,
    count: 1,
    undo: null,
  };
}

/** A refusal of a known actor is audited in a transaction of its own; bad input is not. */
export async function auditRefusal(kernel: Kernel, spec: AnySpec, actor: Actor | null, input: unknown, meta: Meta, error: unknown): Promise<void> {
  if (!(error instanceof Refusal) || (error.code !== "forbidden" && error.code !== "not_found")) return;
  const workspaceId = actor?.workspaceId ?? null;
  if (workspaceId === null) return;
  const entry = { ...auditEntry(spec, actor, meta, input, "refused"), note: error.message };
  await kernel.ports.db.transaction(workspaceId, {}, (tx) => kernel.ports.journal.record(tx, entry, [], workspaceId));
}

/** The context parts that hold no transaction. */
export function baseCtx(kernel: Kernel, actor: Actor, meta: Meta): Omit<BaseCtx, "call" | "callByName"> {
  return {
    actor,
    workspaceId: actor.workspaceId ?? "",
    services: kernel.ports.services,
    registry: kernel.registry,
    requestId: meta.requestId,
    surface: meta.surface,
    from: meta.from ?? null,
    signal: meta.signal ?? never,
    log: kernel.ports.services.log,
    now: () => kernel.ports.now(),
    newId: () => randomUUIDv7(),
  };
}

export function specOf(kernel: Kernel, name: string): AnySpec {
  const spec = kernel.registry.get(name);
  if (!spec) throw refuse("not_found", `There is no operation ${name}.`, "`./lumina --help` lists them.");
  return spec;
}
