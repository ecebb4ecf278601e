import type { Readable } from "node:stream";
import type * as z from "zod";
import type { JobDefinition } from "./contract/job.ts";
import type { AnySpec, ObjectSchema, ParsedOf, Spec } from "./contract/operation.ts";
import type { JsonValue } from "./contract/common.ts";
import type { Actor, Finder, Found, Log, Tx } from "./ports.ts";

/**
 * Services the composition root hands to every handler (`objects`, `children`, capability engines).
 * Each room that provides one extends this interface by declaration merging.
 */
export interface Services {
  readonly log: Log;
}

/** What handlers may ask about every other capability: specs and words, never handlers. */
export interface RegistryView {
  readonly specs: readonly AnySpec[];
  /** The assistant's words for operations, in one language. */
  phrases(language: string): readonly Phrase[];
  get(name: string): AnySpec | undefined;
}

export type Surface = "web" | "rest" | "cli" | "tools" | "mcp" | "job" | "system" | "compat";

/** The part of a context that holds no transaction. */
export interface BaseCtx {
  readonly actor: Actor;
  readonly workspaceId: string;
  readonly services: Services;
  readonly registry: RegistryView;
  readonly requestId: string;
  readonly surface: Surface;
  readonly from: string | null;
  readonly signal: AbortSignal;
  readonly log: Log;
  now(): Date;
  /** A new UUIDv7. */
  newId(): string;
  /**
   * Runs another operation as the same actor, through the whole pipeline.
   * Inside a handler it joins the transaction; in a job it starts its own.
   */
  call<I extends ObjectSchema, O extends ObjectSchema>(op: Spec<I, O>, input: z.input<I>): Promise<z.output<O>>;
  /** The same for an operation known only by name (assistant, pipelines); a download answers its ticket. */
  callByName(name: string, input: JsonValue, options?: CallOptions): Promise<JsonValue>;
}

/** For calls that are root invocations of their own; inside a transaction they have no meaning. */
export interface CallOptions {
  /** Id of the audit row it leaves. */
  auditId?: string;
  /** A redelivered job asks once. */
  idempotencyKey?: string;
}

/** What a handler works with: one transaction, one actor, one workspace. */
export interface Ctx extends BaseCtx {
  readonly tx: Tx;
  /** Project of the resource the operation was authorised on. */
  readonly projectId: string | null;
  /** Inserts a job row in this transaction; returns its id. */
  enqueue<P extends z.ZodObject>(job: JobDefinition<P>, payload: z.input<P>, options?: EnqueueOptions): Promise<string>;
  /** Finds any resource in this transaction by its capability's finder. */
  find(type: string, id: string): Promise<Found | null>;
  /** Tells watchers of the topic that the object moved, once this transaction commits. */
  emit(topic: string, id: string): void;
  /** Adds before, after and a note to the audit row. */
  audit(details: { before?: JsonValue; after?: JsonValue; note?: string; projectId?: string }): void;
  /** Says nothing changed: no audit row is left. */
  unchanged(): void;
  /** Records the state the declared inverse needs. */
  recordUndo(state: JsonValue): void;
  /** Undoes an audited act: asks the original operation's right again, then runs its inverse here. */
  undo(auditId: string): Promise<{ operation: string; input: JsonValue }>;
}

export interface EnqueueOptions {
  projectId?: string | null;
  priority?: number;
  /** What people see in the job list. */
  label?: string;
  /** The person the job acts for, where that is not the one who enqueues it (a carried-out approval). */
  as?: { kind: Actor["kind"]; id: string; name: string };
}

export type Handler<S> = (ctx: Ctx, input: ParsedOf<S>) => Promise<z.output<OutputSchemaOf<S>>>;
type OutputSchemaOf<S> = S extends Spec<ObjectSchema, infer O> ? O : never;

export interface WatchHandler<S> {
  /** Outbox topics that wake the watch. */
  topics(input: ParsedOf<S>): string[];
  /** Events since the cursor, in a short transaction; `done` ends the stream. */
  fetch(ctx: Ctx, input: ParsedOf<S>, cursor: string | null): Promise<WatchBatch<z.output<OutputSchemaOf<S>>>>;
}

export interface WatchBatch<E> {
  events: E[];
  cursor: string | null;
  done?: boolean;
}

export interface UploadHandler<S, Staged> {
  /** In the ticket's transaction: checks what can be checked before bytes move. */
  prepare?(ctx: Ctx, input: ParsedOf<S>): Promise<void>;
  /** Outside any transaction: streams the bytes to their place, bounded in memory. */
  receive(ctx: BaseCtx, input: ParsedOf<S>, body: Readable, meta: { filename: string | null; sizeBytes: number | null }): Promise<Staged>;
  /** In a transaction with audit, once the bytes are complete. */
  complete(ctx: Ctx, input: ParsedOf<S>, staged: Staged): Promise<z.output<OutputSchemaOf<S>>>;
  /** Removes what `receive` staged, when it was not completed. */
  discard?(ctx: BaseCtx, staged: Staged): Promise<void>;
}

export interface Download {
  filename: string;
  contentType: string;
  sizeBytes: number | null;
  body: Readable;
}

export interface DownloadHandler<S, Plan> {
  /** In the ticket's transaction. */
  prepare(ctx: Ctx, input: ParsedOf<S>): Promise<Plan>;
  /** Outside any transaction. */
  send(ctx: BaseCtx, plan: Plan): Promise<Download>;
}

/** A read whose work takes longer than a transaction may: bytes of the object store, queries of DuckDB. */
export interface ReadHandler<S, Found> {
  /** In a transaction, with everything that asks for a right. */
  find(ctx: Ctx, input: ParsedOf<S>): Promise<Found>;
  /** Outside any transaction. */
  answer(ctx: BaseCtx, found: Found, input: ParsedOf<S>): Promise<z.output<OutputSchemaOf<S>>>;
}

export interface IngestItem<I, P> {
  actor: Actor;
  input: I;
  prepared: P;
  projectId: string | null;
}

/** What a batch writer sees. */
export interface IngestCtx {
  readonly tx: Tx;
  readonly workspaceId: string;
  readonly services: Services;
  now(): Date;
  newId(): string;
  emit(topic: string, id: string): void;
}

export interface IngestHandler<S, P = undefined> {
  /** Outside the transaction, per item: model inference, parsing. */
  prepare?(ctx: BaseCtx, input: ParsedOf<S>): Promise<P>;
  /**
   * One transaction for the batch: checks each target is live, writes, answers each item.
   * An item's Refusal fails that item only; a throw retries the batch item by item.
   */
  write(ctx: IngestCtx, items: readonly IngestItem<ParsedOf<S>, P>[]): Promise<(z.output<OutputSchemaOf<S>> | Error)[]>;
  /**
   * The same where nothing is in the way: answers at once and leaves its statements to `tx.atCommit`, so that the batch is one
   * trip to the database. A statement that raises undoes the batch and sends it through `write`; null calls `write` at once.
   */
  hope?(ctx: IngestCtx, items: readonly IngestItem<ParsedOf<S>, P>[]): (z.output<OutputSchemaOf<S>> | Error)[] | null;
  /** Items that may be answered before their batch commits (a relaxed deployment log). */
  relaxed?(prepared: P): z.output<OutputSchemaOf<S>> | null;
}

/** What a job's handler works with; every `call` is a transaction of its own, fenced by the lease. */
export interface JobCtx extends BaseCtx {
  readonly jobId: string;
  readonly attempt: number;
  readonly projectId: string | null;
  /** `done` of `total`; total null where it cannot be known. */
  progress(done: number, total: number | null, message: string): Promise<void>;
  /** A line of the job's log. */
  line(text: string, level?: "info" | "warn" | "error"): Promise<void>;
  /** Carries out a request that was approved, as the person who asked; rights and state are checked again. */
  callApproved(name: string, input: JsonValue, approvalId: string): Promise<JsonValue>;
  /** State the next attempt starts from. */
  checkpoint(state: JsonValue): Promise<void>;
  readonly lastCheckpoint: JsonValue | null;
  /** A short fenced transaction on the capability's own tables; `emit` wakes watchers once it commits. */
  transaction<T>(body: (tx: Tx, out: { emit(topic: string, id: string): void }) => Promise<T>): Promise<T>;
}

export interface JobImplementation {
  definition: JobDefinition;
  run(ctx: JobCtx, payload: never): Promise<JsonValue>;
}

/** Binds a job's handler; it must be idempotent under redelivery. Its result is kept on the job. */
export function implementJob<P extends z.ZodObject>(
  definition: JobDefinition<P>,
  run: (ctx: JobCtx, payload: z.output<P>) => Promise<JsonValue>,
): JobImplementation {
  return { definition: definition as unknown as JobDefinition, run: run as JobImplementation["run"] };
}

/** Periodic work, run as `system` by whichever worker holds its advisory lock. */
export interface Loop {
  name: string;
  intervalMs: number;
  run(tools: LoopTools): Promise<void>;
}

export interface LoopTools {
  readonly services: Services;
  readonly log: Log;
  now(): Date;
  newId(): string;
  /** Every workspace of the installation. */
  workspaces(): Promise<string[]>;
  transaction<T>(workspaceId: string | null, body: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs an operation as the system actor in a workspace. */
  call<I extends ObjectSchema, O extends ObjectSchema>(workspaceId: string, op: Spec<I, O>, input: z.input<I>): Promise<z.output<O>>;
}

/** Words that point at an operation. A sentence must hit every group of `all`; single words, any form. */
export interface Phrase {
  operation: string;
  all: readonly (readonly string[])[];
  /** Make it likelier. */
  some?: readonly string[];
  /** Speak against it. */
  not?: readonly string[];
  /** What a person may say; shown as a choice. */
  example: string;
}

/** One capability as main sees it. */
export interface Capability {
  name: string;
  nouns: readonly string[];
  operations: readonly Implementation[];
  /** Finders by resource type, used by the pipeline to find and hide. */
  resources?: Readonly<Record<string, Finder>>;
  jobs?: readonly JobImplementation[];
  phrases?: Readonly<Record<string, readonly Phrase[]>>;
  loops?: readonly Loop[];
  /** Folder of `<timestamp>-<what>.sql` files. */
  migrations?: URL;
}

/** An operation bound to its handler; the type parameters are forgotten on purpose. */
export interface Implementation {
  spec: AnySpec;
  call?: (ctx: Ctx, input: never) => Promise<unknown>;
  read?: ReadHandler<never, unknown>;
  undo?: (ctx: Ctx, state: never, input: never) => Promise<void>;
  watch?: { topics(input: never): string[]; fetch(ctx: Ctx, input: never, cursor: string | null): Promise<WatchBatch<unknown>> };
  upload?: UploadHandler<never, unknown>;
  download?: DownloadHandler<never, unknown>;
  ingest?: IngestHandler<never, unknown>;
}
