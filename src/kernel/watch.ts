import * as z from "zod";
import { refuse } from "./contract/errors.ts";
import type { Ctx, WatchBatch } from "./ctx.ts";
import { runRoot } from "./invoke.ts";
import { parseInput, never, requireActor, specOf, type Kernel, type Meta } from "./pipeline.ts";
import type { Actor } from "./ports.ts";

const idleMs = 15_000;
/** What may end a right; a watch asks again when one of them moves. */
const authority = ["keys", "sessions", "members"];
const anything = z.object({});

export interface WatchEvent {
  event: unknown;
  cursor: string | null;
}

/**
 * A stream of one event schema. Authorised at opening and at every fetch, so a revoked right ends it;
 * each fetch is a short transaction. Yields null when nothing happened for 15 s, for a keep-alive.
 */
export async function* watch(
  kernel: Kernel,
  name: string,
  actor: Actor | null,
  input: unknown,
  meta: Meta,
  from: string | null = null,
): AsyncGenerator<WatchEvent | null> {
  const spec = specOf(kernel, name);
  const handler = kernel.registry.implementations.get(name)?.watch;
  if (!handler) throw refuse("invalid_input", `${name} is a ${spec.kind}, not a watch.`, "Call it instead.");
  let who = requireActor(spec, actor);
  const parsed = parseInput(spec, input);
  const signal = meta.signal ?? never;
  let cursor = from;
  for (;;) {
    // Registered before the fetch, so that what commits in between is not slept over.
    const woken = new AbortController();
    const moved = kernel.ports.signals.wait(who.workspaceId ?? "", [...handler.topics(parsed), ...authority], idleMs, AbortSignal.any([signal, woken.signal]));
    let batch: WatchBatch<unknown> = { events: [], cursor };
    const body = async (ctx: Ctx, value: never): Promise<object> => {
      batch = await handler.fetch(ctx, value, cursor);
      return {};
    };
    try {
      await runRoot(kernel, { ...spec, output: anything }, who, input, meta, body);
      for (const event of batch.events) yield { event: spec.output.parse(event), cursor: batch.cursor };
      cursor = batch.cursor;
      if (batch.done || signal.aborted) return;
      if (batch.events.length === 0) yield null;
      await moved;
    } finally {
      woken.abort();
    }
    if (signal.aborted) return;
    if (meta.again) who = requireActor(spec, await meta.again());
  }
}
