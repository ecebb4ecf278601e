import type * as z from "zod";
import { createProject, listProjects } from "../../capabilities/projects/contract.ts";
import { invokeAny } from "../../kernel/any.ts";
import { refuse } from "../../kernel/contract/errors.ts";
import type { ObjectSchema, Spec } from "../../kernel/contract/operation.ts";
import type { Meta } from "../../kernel/pipeline.ts";
import type { Actor } from "../../kernel/ports.ts";
import type { HttpHost } from "../http/rest.ts";

/** Runs an operation for one who asks in a dialect. @throws Refusal, also where the act waits for an approval. */
export type Call = <I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>) => Promise<z.output<O>>;

/** A dialect has no answer that says "asked for", so an approval is a refusal that names it; `fix` says what to do then. */
export function callAs(
  host: HttpHost,
  actor: Actor | null,
  meta: Meta,
  fix = "Somebody else approves it on the page Approvals; then it is carried out.",
): Call {
  return async (spec, input) => {
    const outcome = await invokeAny(host.kernel, spec.name, actor, input, meta);
    if (outcome.kind === "done") return outcome.output as never;
    throw refuse("checks_failed", `${spec.name} waits for approval ${outcome.id}.`, fix, { approvalId: outcome.id });
  };
}

/** Finds by key what seldom changes, at most once in `keptMs`; what failed is not kept. */
export function keeping<T>(keptMs: number, most: number): (key: string, find: () => Promise<T>) => Promise<T> {
  const known = new Map<string, { found: Promise<T>; until: number }>();
  return async (key, find) => {
    const now = Date.now();
    const kept = known.get(key);
    if (kept && kept.until > now) return await kept.found;
    if (known.size > most) known.clear();
    const found = find();
    known.set(key, { found, until: now + keptMs });
    found.catch(() => known.delete(key));
    return await found;
  };
}

/** Where a key without a project of its own works: the oldest project, made where there is none. */
export async function firstProject(call: Call): Promise<string> {
  const { items } = await call(listProjects, { limit: 1, sort: "createdAt", order: "asc" });
  return items[0]?.id ?? (await call(createProject, { name: "Default" })).id;
}
