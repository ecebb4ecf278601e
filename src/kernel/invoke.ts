import { createHash, randomUUIDv7 } from "node:crypto";
import * as z from "zod";
import type { JsonValue } from "./contract/common.ts";
import { refuse } from "./contract/errors.ts";
import { anySpec, type AnySpec } from "./contract/operation.ts";
import type { Ctx } from "./ctx.ts";
import { runIngestInside } from "./ingest.ts";
import { outerCtx } from "./outer.ts";
import type { Actor, AuditEntry } from "./ports.ts";
import {
  auditEntry,
  auditRefusal,
  authorizeResource,
  authorizeWorkspace,
  baseCtx,
  checkOutput,
  findResource,
  parseInput,
  requireActor,
  specOf,
  type Frame,
  type Kernel,
  type Meta,
  type Outcome,
} from "./pipeline.ts";

/** Runs inside an open transaction, after authorisation; what a handler answers. */
export type Body = (ctx: Ctx, input: never) => Promise<unknown>;

/**
 * The one way to run an operation. authenticate → parse → authorise on the workspace → begin → find →
 * authorise on it → policy → handler → check output → audit and jobs in the same transaction → commit.
 * A refusal is audited in a transaction of its own.
 */
export async function invoke(kernel: Kernel, name: string, actor: Actor | null, input: unknown, meta: Meta): Promise<Outcome> {
  const spec = specOf(kernel, name);
  const { call: body, read } = kernel.registry.implementations.get(name) ?? {};
  if (!body) throw refuse("invalid_input", `${name} is a ${spec.kind}, not a call.`, "Use its own way in: watch, transfer or ingest.");
  if (!read) return await runRoot(kernel, spec, actor, input, meta, body);
  // What takes long comes once the transaction is closed.
  let rest: (() => Promise<unknown>) | undefined;
  const find: Body = async (ctx, parsed) => {
    const found = (await read.find(ctx, parsed)) as never;
    rest = () => read.answer(outerCtx(kernel, ctx.actor, meta), found, parsed);
    return {};
  };
  const outcome = await runRoot(kernel, { ...spec, output: z.object({}) }, actor, input, meta, find);
  return rest ? { kind: "done", output: checkOutput(spec, await rest()) } : outcome;
}

/** The pipeline with a body of its own: tickets and completed transfers run through it too. */
export async function runRoot(kernel: Kernel, spec: AnySpec, actor: Actor | null, input: unknown, meta: Meta, body: Body): Promise<Outcome> {
  const who = requireActor(spec, actor);
  const parsed = parseInput(spec, input);
  try {
    authorizeWorkspace(kernel, spec, who);
    const readOnly = spec.effect === "read" && !spec.audit.sensitive && spec.kind !== "transfer";
    const options = { readOnly, ...(meta.fence && { fence: meta.fence }) };
    return await kernel.ports.db.transaction(who.workspaceId, options, async (tx) => {
      const frame: Frame = { kernel, tx, actor: who, meta, events: [] };
      return await runInside(frame, spec, parsed, body, true);
    });
  } catch (error) {
    await auditRefusal(kernel, spec, actor, parsed, meta, error);
    throw error;
  }
}

async function runInside(frame: Frame, spec: AnySpec, input: never, body: Body, root: boolean): Promise<Outcome> {
  const { kernel, tx, actor, meta } = frame;
  const resource = await findResource(kernel, tx, spec, actor, input);
  authorizeResource(kernel, spec, actor, resource);
  const ws = actor.workspaceId;
  const entry = auditEntry(spec, actor, meta, input, "done");
  if (!root) entry.id = randomUUIDv7();
  entry.projectId = resource?.projectId ?? null;

  if (spec.effect !== "read" && ws !== null) {
    const question = { op: spec, actor, input: input as JsonValue, resource, approvalId: root ? (meta.approvalId ?? null) : null };
    const verdict = await kernel.ports.policy.decide(tx, ws, question);
    if (verdict.kind === "forbid") throw refuse("forbidden", `Policy forbids ${spec.name}: ${verdict.rule}.`, verdict.fix);
    if (verdict.kind === "approval") {
      if (!root)
        throw refuse("checks_failed", `${spec.name} needs an approval: ${verdict.rule}.`, `Ask for ${spec.name} by itself; it cannot wait inside another act.`);
      const id = await kernel.ports.policy.request(tx, ws, question, verdict.rule, meta.reason ?? "");
      await kernel.ports.journal.record(tx, { ...entry, outcome: "approval_required", note: verdict.rule }, [{ topic: "approvals", id }], ws);
      return { kind: "approval_required", id };
    }
  }

  const replay = root && spec.effect !== "read" && !spec.secretOutput && spec.http.method === "POST" && ws !== null && meta.idempotencyKey !== undefined;
  if (replay) {
    const before = await kernel.ports.idempotency.claim(tx, ws, actor.id, spec.name, meta.idempotencyKey ?? "", digest(input));
    if (before !== null) return { kind: "done", output: before };
  }

  const state = { keep: true };
  const ctx = makeCtx(frame, entry, resource?.projectId ?? null, state);
  const output = checkOutput(spec, await body(ctx, input));
  if (replay) await kernel.ports.idempotency.complete(tx, ws, actor.id, spec.name, meta.idempotencyKey ?? "", output as JsonValue);
  const audited = (spec.effect !== "read" || spec.audit.sensitive === true) && state.keep;
  const events = root ? frame.events : [];
  if (audited || events.length > 0) await kernel.ports.journal.record(tx, audited ? entry : null, events, ws);
  return { kind: "done", output };
}

function digest(input: unknown): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}

function makeCtx(frame: Frame, entry: AuditEntry, projectId: string | null, state: { keep: boolean }): Ctx {
  const { kernel, tx, actor, meta } = frame;
  const base = baseCtx(kernel, actor, meta);
  const ctx: Ctx = {
    ...base,
    tx,
    projectId,
    call: async (op, input) => (await callInside(frame, anySpec(op), input)) as never,
    callByName: async (name, input) => (await callInside(frame, specOf(kernel, name), input)) as JsonValue,
    enqueue: async (definition, payload, options = {}) => {
      const parsed = definition.payload.parse(payload);
      const asking: Actor = options.as ? { ...options.as, workspaceId: actor.workspaceId, role: null, projectGrants: {} } : actor;
      return await kernel.ports.jobs.enqueue(tx, base.workspaceId, asking, {
        definition: definition.name,
        payload: parsed as JsonValue,
        projectId: options.projectId ?? projectId,
        priority: options.priority ?? 0,
        concurrencyKey: definition.concurrencyKey?.(parsed as never) ?? null,
        attempts: definition.attempts,
        label: options.label ?? definition.name,
        requestId: meta.requestId,
      });
    },
    find: async (type, id) => (await kernel.registry.finders.get(type)?.(tx, base.workspaceId, id)) ?? null,
    emit: (topic, id) => void frame.events.push({ topic, id }),
    audit: ({ before, after, note, projectId: project }) => {
      if (before !== undefined) entry.before = before;
      if (after !== undefined) entry.after = after;
      if (note !== undefined) entry.note = note;
      if (project !== undefined) entry.projectId = project;
    },
    unchanged: () => void (state.keep = false),
    recordUndo: (value) => void (entry.undo = value),
    undo: (auditId) => undoInside(frame, ctx, auditId),
  };
  return ctx;
}

/** A nested operation: same transaction, same actor, the whole pipeline. */
async function callInside(frame: Frame, spec: AnySpec, input: unknown): Promise<unknown> {
  const { kernel, actor } = frame;
  requireActor(spec, actor);
  const parsed = parseInput(spec, input);
  authorizeWorkspace(kernel, spec, actor);
  const implementation = kernel.registry.implementations.get(spec.name);
  if (implementation?.ingest) return await runIngestInside(frame, spec, parsed, implementation.ingest);
  if (!implementation?.call) throw new Error(`${spec.name} is a ${spec.kind}; it cannot be nested`);
  const outcome = await runInside(frame, spec, parsed, implementation.call, false);
  if (outcome.kind !== "done") throw new Error(`${spec.name} waited inside another operation`);
  return outcome.output;
}

async function undoInside(frame: Frame, ctx: Ctx, auditId: string): Promise<{ operation: string; input: JsonValue }> {
  const { kernel, tx, actor } = frame;
  const taken = await kernel.ports.journal.takeUndo(tx, ctx.workspaceId, auditId);
  const implementation = taken && kernel.registry.implementations.get(taken.operation);
  if (!taken || !implementation?.undo)
    throw refuse(
      "conflict",
      `Act ${auditId} cannot be undone: it recorded no inverse, or it was undone already.`,
      "The audit log shows which acts offer Undo.",
    );
  const input = parseInput(implementation.spec, taken.input);
  const resource = await findResource(kernel, tx, implementation.spec, actor, input);
  authorizeResource(kernel, implementation.spec, actor, resource);
  await implementation.undo(ctx, taken.state as never, input);
  return { operation: taken.operation, input: taken.input };
}
