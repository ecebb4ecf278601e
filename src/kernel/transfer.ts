import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import * as z from "zod";
import type { JsonValue } from "./contract/common.ts";
import { refuse } from "./contract/errors.ts";
import type { AnySpec } from "./contract/operation.ts";
import type { Ctx, Download, Implementation } from "./ctx.ts";
import { runRoot } from "./invoke.ts";
import { outerCtx } from "./outer.ts";
import { authorizeResource, authorizeWorkspace, findResource, parseInput, requireActor, specOf, type Kernel, type Meta } from "./pipeline.ts";
import type { Actor } from "./ports.ts";

/** Long enough to start a transfer, too short to be worth stealing. */
const ticketMs = 15 * 60_000;

export const Ticket = z.object({
  ticket: z.object({ url: z.string(), method: z.enum(["GET", "PUT"]), expiresAt: z.iso.datetime() }),
});
const By = z.object({ id: z.string(), workspaceId: z.string(), keyId: z.string().exactOptional(), scopes: z.array(z.string()).exactOptional() });
const Sealed = z.object({ operation: z.string(), by: By, input: z.json(), plan: z.json() });

export interface FileMeta {
  /** Digest of the ticket; absent where no ticket was opened. */
  once?: string;
  filename: string | null;
  sizeBytes: number | null;
}

/** The pipeline for the ticket: rights, checks and a download's plan; the bytes follow at `url`. */
export async function openTransfer(kernel: Kernel, name: string, actor: Actor | null, input: unknown, meta: Meta): Promise<z.output<typeof Ticket>> {
  const { spec, implementation } = transferOf(kernel, name);
  const body = async (ctx: Ctx, parsed: never): Promise<unknown> => {
    await implementation.upload?.prepare?.(ctx, parsed);
    const plan = (await implementation.download?.prepare(ctx, parsed)) ?? null;
    const expiresAt = new Date(kernel.ports.now().getTime() + ticketMs);
    const content = { operation: name, by: By.parse(ctx.actor), input: parsed as JsonValue, plan: plan as JsonValue };
    if (implementation.upload) ctx.unchanged();
    return {
      ticket: {
        url: `/api/v1/transfers/${kernel.ports.tickets.seal(content, expiresAt)}`,
        method: implementation.upload ? "PUT" : "GET",
        expiresAt: expiresAt.toISOString(),
      },
    };
  };
  const outcome = await runRoot(kernel, { ...spec, output: Ticket }, actor, input, meta, body);
  if (outcome.kind !== "done") throw refuse("checks_failed", `${name} needs an approval first.`, "Ask for it, then transfer.");
  return outcome.output as z.output<typeof Ticket>;
}

/** Receives the bytes of an upload ticket; one row when they are complete. */
export async function receiveTransfer(kernel: Kernel, token: string, body: Readable, file: FileMeta, meta: Meta): Promise<unknown> {
  const { sealed, actor } = await redeem(kernel, token);
  // A ticket is good for one completed upload; sent again, it answers what it answered.
  const once = `ticket ${createHash("sha256").update(token).digest("hex")}`;
  return await upload(kernel, sealed.operation, actor, sealed.input, body, { ...file, once }, meta);
}

/** The whole upload at once: stream the bytes to their place, then complete in a transaction with audit. */
export async function upload(kernel: Kernel, name: string, actor: Actor | null, input: unknown, body: Readable, file: FileMeta, meta: Meta): Promise<unknown> {
  const { spec, implementation } = transferOf(kernel, name);
  const handler = implementation.upload;
  if (!handler) throw refuse("invalid_input", `${name} is a download.`, "GET its ticket's address.");
  if (file.once === undefined) await openTransfer(kernel, name, actor, input, meta);
  const outer = outerCtx(kernel, requireActor(spec, actor), meta);
  const staged = await handler.receive(outer, parseInput(spec, input), body, file);
  let keep = false;
  const complete = async (ctx: Ctx, parsed: never): Promise<unknown> => {
    const output = await handler.complete(ctx, parsed, staged);
    keep = true;
    return output;
  };
  try {
    const outcome = await runRoot(kernel, spec, actor, input, { ...meta, ...(file.once !== undefined && { idempotencyKey: file.once }) }, complete);
    if (outcome.kind === "done") return outcome.output;
    throw refuse("checks_failed", `${name} needs an approval first.`, "Ask for it, then transfer.");
  } catch (error) {
    keep = false;
    throw error;
  } finally {
    if (!keep) await handler.discard?.(outer, staged);
  }
}

/** Opens the bytes of a download ticket. */
export async function sendTransfer(kernel: Kernel, token: string, meta: Meta): Promise<Download> {
  const { sealed, actor } = await redeem(kernel, token);
  const { spec, implementation } = transferOf(kernel, sealed.operation);
  if (!implementation.download) throw refuse("invalid_input", `${sealed.operation} is an upload.`, "PUT to its ticket's address.");
  authorizeWorkspace(kernel, spec, actor);
  await kernel.ports.db.transaction(actor.workspaceId, { readOnly: true }, async (tx) =>
    authorizeResource(kernel, spec, actor, await findResource(kernel, tx, spec, actor, sealed.input as never)),
  );
  return await implementation.download.send(outerCtx(kernel, actor, meta), sealed.plan as never);
}

async function redeem(kernel: Kernel, token: string): Promise<{ sealed: z.output<typeof Sealed>; actor: Actor }> {
  const opened = Sealed.safeParse(kernel.ports.tickets.open(token));
  const by = opened.data?.by;
  const actor = by ? await kernel.ports.actorById(by.workspaceId, by.id, by.keyId) : null;
  if (!opened.success || !actor) throw refuse("not_found", "This transfer address is not valid any more.", "Ask for a new ticket; one lives 15 minutes.");
  return { sealed: opened.data, actor: { ...actor, ...opened.data.by } };
}

function transferOf(kernel: Kernel, name: string): { spec: AnySpec; implementation: Implementation } {
  const spec = specOf(kernel, name);
  const implementation = kernel.registry.implementations.get(name);
  if (!implementation || spec.kind !== "transfer") throw refuse("invalid_input", `${name} is a ${spec.kind}, not a transfer.`, "Call it instead.");
  return { spec, implementation };
}
