import type { JsonValue } from "./contract/common.ts";
import { refuse } from "./contract/errors.ts";
import type { ObjectSchema, Spec } from "./contract/operation.ts";
import type { BaseCtx, CallOptions } from "./ctx.ts";
import { baseCtx, type Kernel, type Meta } from "./pipeline.ts";
import type { Actor } from "./ports.ts";

/** A context without a transaction: its calls are root invocations of their own. */
export function outerCtx(kernel: Kernel, actor: Actor, meta: Meta): BaseCtx {
  const run = async (name: string, input: unknown, options: CallOptions = {}): Promise<unknown> => {
    const { invokeAny } = await import("./any.ts");
    const outcome = await invokeAny(kernel, name, actor, input, { ...meta, ...options });
    if (outcome.kind === "done") return outcome.output;
    throw refuse("checks_failed", `${name} waits for approval ${outcome.id}.`, "Approve the request, then run this again.", { approvalId: outcome.id });
  };
  return {
    ...baseCtx(kernel, actor, meta),
    call: async <I extends ObjectSchema, O extends ObjectSchema>(op: Spec<I, O>, input: unknown) => (await run(op.name, input)) as never,
    callByName: async (name, input, options) => (await run(name, input, options)) as JsonValue,
  };
}
