import { ingest } from "./ingest.ts";
import { invoke } from "./invoke.ts";
import type { Kernel, Meta, Outcome } from "./pipeline.ts";
import type { Actor } from "./ports.ts";
import { openTransfer } from "./transfer.ts";

/** Runs a call, job or ingest by name, whichever it is; a download answers its ticket. */
export async function invokeAny(kernel: Kernel, name: string, actor: Actor | null, input: unknown, meta: Meta): Promise<Outcome> {
  if (kernel.registry.implementations.get(name)?.ingest) return { kind: "done", output: await ingest(kernel, name, actor, input, meta) };
  if (kernel.registry.implementations.get(name)?.download) return { kind: "done", output: await openTransfer(kernel, name, actor, input, meta) };
  return await invoke(kernel, name, actor, input, meta);
}
