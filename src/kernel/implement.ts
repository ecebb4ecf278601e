import type * as z from "zod";
import type { JsonValue } from "./contract/common.ts";
import { anySpec, type ObjectSchema, type Spec } from "./contract/operation.ts";
import type { Ctx, DownloadHandler, Handler, Implementation, IngestHandler, ReadHandler, UploadHandler, WatchHandler } from "./ctx.ts";

type Bound = Omit<Implementation, "spec">;

function bind<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, kind: Spec["kind"], bound: unknown): Implementation {
  if (spec.kind !== kind && !(kind === "call" && spec.kind === "job")) throw new Error(`${spec.name} is a ${spec.kind}, not a ${kind}`);
  return { spec: anySpec(spec), ...(bound as Bound) };
}

/**
 * Binds a `call` or `job` to its handler.
 * `undo` is the declared inverse over the state the handler recorded with `ctx.recordUndo`.
 * @throws Error when the spec's kind or its `undoable` flag disagrees.
 */
export function implement<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Spec<I, O>,
  handler: Handler<Spec<I, O>>,
  options: { undo?: (ctx: Ctx, state: JsonValue, input: z.output<I>) => Promise<void> } = {},
): Implementation {
  if (Boolean(spec.undoable) !== Boolean(options.undo)) throw new Error(`${spec.name}: undoable and undo disagree`);
  return bind(spec, "call", { call: handler, ...options });
}

/**
 * Binds a reading `call` that does its long work after its transaction. Nested in another operation both run in that one's.
 * @throws Error when the spec writes.
 */
export function implementRead<I extends ObjectSchema, O extends ObjectSchema, Found>(spec: Spec<I, O>, read: ReadHandler<Spec<I, O>, Found>): Implementation {
  const call: Handler<Spec<I, O>> = async (ctx, input) => await read.answer(ctx, await read.find(ctx, input), input);
  if (spec.effect === "read") return bind(spec, "call", { call, read });
  throw new Error(`${spec.name} writes: its work belongs into its transaction`);
}

/** Binds a `watch`: topics that wake it and a fetch since a cursor. */
export function implementWatch<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, watch: WatchHandler<Spec<I, O>>): Implementation {
  return bind(spec, "watch", { watch });
}

/** Binds an upload `transfer`. */
export function implementUpload<I extends ObjectSchema, O extends ObjectSchema, Staged>(
  spec: Spec<I, O>,
  upload: UploadHandler<Spec<I, O>, Staged>,
): Implementation {
  return bind(spec, "transfer", { upload });
}

/** Binds a download `transfer`. */
export function implementDownload<I extends ObjectSchema, O extends ObjectSchema, Plan>(
  spec: Spec<I, O>,
  download: DownloadHandler<Spec<I, O>, Plan>,
): Implementation {
  return bind(spec, "transfer", { download });
}

/** Binds an `ingest`: optional work outside the transaction, one write per batch. */
export function implementIngest<I extends ObjectSchema, O extends ObjectSchema, P = undefined>(
  spec: Spec<I, O>,
  ingest: IngestHandler<Spec<I, O>, P>,
): Implementation {
  return bind(spec, "ingest", { ingest });
}
