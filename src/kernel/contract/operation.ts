import type * as z from "zod";
import type { DeclaredError } from "./errors.ts";

export type Kind = "call" | "watch" | "job" | "transfer" | "ingest";
export type Effect = "read" | "write" | "destructive";
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Resources an input names, by type: `{ model: i.modelId }`. The first one carries the project. */
export type ResourceRef = Readonly<Record<string, string | undefined>>;

/** Any JSON object schema: the root of inputs and outputs is one plain object. */
export type ObjectSchema = z.ZodObject;

export interface Permission<I> {
  /**
   * `noun:verb` from the action list; `public` needs no actor, `self` any signed-in person
   * (no workspace right; the handler only touches what belongs to the actor).
   */
  action: `${string}:${string}` | "public" | "self";
  /** Finds the resource in the input; without it the right is asked on the workspace. */
  on?: (input: I) => ResourceRef;
}

export interface AuditSpec<I> {
  /** What the row is about; defaults to `permission.on`. */
  target?: (input: I) => ResourceRef;
  /** Input fields (top level) replaced by `[redacted]` in the audit payload. */
  redact: readonly string[];
  /** Audits a read too. */
  sensitive?: true;
}

export interface ToolSpec<I, O> {
  /** One sentence for a model: what it does, when to use it. */
  say: string;
  /** What a person will approve; required where effect is destructive. */
  confirm?: (input: I) => string;
  /** Trims the output for a model. */
  pick?: (output: O) => unknown;
}

/**
 * One operation as data: browser-safe, zod only. Every surface is derived from it.
 * `output` is the answer of a call, job, ingest or completed transfer, and one event of a watch.
 */
export interface Spec<I extends ObjectSchema = ObjectSchema, O extends ObjectSchema = ObjectSchema> {
  /** `noun.verb` or `noun.verbObject`; camel case. */
  name: `${string}.${string}`;
  kind: Kind;
  /** One line for people: OpenAPI summary, CLI help, palette. */
  summary: string;
  /** Path below `/api/v1`; ids as `{modelId}`. */
  http: { method: Method; path: `/${string}` };
  effect: Effect;
  idempotent: boolean;
  permission: Permission<z.output<I>>;
  audit: AuditSpec<z.output<I>>;
  errors: readonly DeclaredError[];
  input: I;
  output: O;
  tool?: ToolSpec<z.output<I>, z.output<O>>;
  /** Transfers: which way the bytes go. */
  direction?: "upload" | "download";
  /** True when the implementation declares an inverse. */
  undoable?: boolean;
  /** The answer holds a secret shown once: it is never kept for a replay. */
  secretOutput?: true;
  /** CLI: input fields taken as positional arguments, beyond path ids. */
  positional?: readonly string[];
  since?: string;
  stability?: "stable" | "beta";
}

export type InputOf<S> = S extends Spec<infer I, ObjectSchema> ? z.input<I> : never;
export type ParsedOf<S> = S extends Spec<infer I, ObjectSchema> ? z.output<I> : never;
export type OutputOf<S> = S extends Spec<ObjectSchema, infer O> ? z.output<O> : never;

/** A spec whose type parameters are forgotten; what registries and surfaces loop over. */
// oxlint-disable-next-line no-explicit-any -- permission callbacks are contravariant in their input
export type AnySpec = Omit<Spec, "permission" | "audit" | "tool" | "input" | "output"> & {
  input: ObjectSchema;
  output: ObjectSchema;
  permission: { action: string; on?: (input: never) => ResourceRef };
  audit: { target?: (input: never) => ResourceRef; redact: readonly string[]; sensitive?: true };
  tool?: { say: string; confirm?: (input: never) => string; pick?: (output: never) => unknown };
};

/**
 * Declares an operation. Checks at definition time what types cannot:
 * name form, path ids present in the input, destructive acts with a `confirm`.
 * @throws Error when the declaration is inconsistent.
 */
export function operation<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>): Spec<I, O> {
  if (!/^[a-z][a-zA-Z]*(\.[a-z][a-zA-Z]*)+$/.test(spec.name)) throw new Error(`${spec.name}: a name is noun.verb`);
  for (const [, id] of spec.http.path.matchAll(/\{(\w+)\}/g)) {
    if (id === undefined || !(id in spec.input.shape)) throw new Error(`${spec.name}: path id ${id} is not an input`);
  }
  if (spec.effect === "destructive" && spec.tool && !spec.tool.confirm) throw new Error(`${spec.name}: a destructive operation says what a person confirms`);
  if (spec.effect === "read" && (spec.kind === "ingest" || spec.kind === "job")) throw new Error(`${spec.name}: ${spec.kind} writes`);
  if (spec.kind === "transfer" && !spec.direction) throw new Error(`${spec.name}: a transfer has a direction`);
  return spec;
}

/** Forgets type parameters; the pipeline parses before it calls any callback. */
export function anySpec<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>): AnySpec {
  return spec as unknown as AnySpec;
}
