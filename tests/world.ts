import type { Readable } from "node:stream";
import type * as z from "zod";
import type { JsonValue } from "../src/kernel/contract/common.ts";
import type { ObjectSchema, Spec } from "../src/kernel/contract/operation.ts";
import type { Services } from "../src/kernel/ctx.ts";
import type { Kernel, Outcome } from "../src/kernel/pipeline.ts";
import type { Actor, Role, Tx } from "../src/kernel/ports.ts";

/** Someone in a test workspace; every act goes through the whole pipeline. */
export interface Acting {
  readonly actor: Actor;
  call<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>): Promise<z.output<O>>;
  /** As `call`, but shows an approval that was asked for. */
  invoke<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>): Promise<Outcome<z.output<O>>>;
  upload<I extends ObjectSchema, O extends ObjectSchema>(
    spec: Spec<I, O>,
    input: z.input<I>,
    bytes: string | Uint8Array | Readable,
    filename?: string,
  ): Promise<z.output<O>>;
  download<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>): Promise<Buffer>;
  /** Events of a watch until `enough` says so, or it ends. */
  watch<I extends ObjectSchema, O extends ObjectSchema>(
    spec: Spec<I, O>,
    input: z.input<I>,
    enough: (events: z.output<O>[]) => boolean,
  ): Promise<z.output<O>[]>;
}

/** A workspace of its own with one person per role and one project; `call` acts as its administrator. */
export interface World extends Acting {
  readonly kernel: Kernel;
  readonly services: Services;
  readonly workspaceId: string;
  readonly projectId: string;
  /** The second workspace of the same test: nothing of this one is visible to it. */
  outsider(): Promise<World>;
  as(role: Role): Acting;
  by(actor: Actor): Acting;
  /** A word that no other call returned. */
  unique(): string;
  /** Runs queued jobs in this process until none is left. */
  drainJobs(): Promise<void>;
  /** Looks at rows as the application role in this workspace. */
  sql<T>(body: (tx: Tx) => Promise<T>): Promise<T>;
}

/** One valid input per operation; the generated tests loop over them. */
export type InputFactories = Readonly<Record<string, (w: World) => Promise<Record<string, JsonValue | undefined>>>>;
