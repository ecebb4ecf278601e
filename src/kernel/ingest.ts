import { randomUUIDv7 } from "node:crypto";
import { refuse, Refusal } from "./contract/errors.ts";
import type { AnySpec } from "./contract/operation.ts";
import type { IngestCtx, IngestHandler, IngestItem } from "./ctx.ts";
import { outerCtx } from "./outer.ts";
import {
  auditRefusal,
  auditTarget,
  authorizeResource,
  authorizeWorkspace,
  checkOutput,
  findResource,
  parseInput,
  requireActor,
  specOf,
  type Frame,
  type Kernel,
  type Meta,
} from "./pipeline.ts";
import type { Actor, IngestCount, OutboxEvent, Resource, Tx } from "./ports.ts";

type Handler = IngestHandler<never, unknown>;
type Item = IngestItem<never, unknown>;

interface Waiting {
  item: Item;
  /** Answered before its batch commits: it may wait for the database, it may not be lost. */
  early: boolean;
  target: string;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

interface Queue {
  waiting: Waiting[];
  inFlight: number;
}

// Measured (ADR 0002): no timer; while one flush is in flight the next gathers. Two of half the size lock each other's rows.
const flushesInFlight = 1;
const itemsPerFlush = 512;
const waitingAtMost = 20_000;
const cachedMs = 1000;
const awayMs = 500;

interface State {
  queues: Map<string, Queue>;
  resources: Map<string, { resource: Promise<Resource | null>; until: number }>;
}
const states = new WeakMap<Kernel, State>();

function stateOf(kernel: Kernel): State {
  let state = states.get(kernel);
  if (!state) states.set(kernel, (state = { queues: new Map(), resources: new Map() }));
  return state;
}

/**
 * High-rate writing and prediction: authenticate → parse → cached grant and resource → adaptive batch per
 * (operation, workspace) → one transaction → each item answered separately.
 * @throws Refusal as any operation; `rate_limited` when more waits than memory should hold.
 */
export async function ingest(kernel: Kernel, name: string, actor: Actor | null, input: unknown, meta: Meta): Promise<unknown> {
  const spec = specOf(kernel, name);
  const handler = kernel.registry.implementations.get(name)?.ingest;
  if (!handler) throw new Error(`${name} is not an ingest`);
  const who = requireActor(spec, actor);
  const parsed = parseInput(spec, input);
  const ws = who.workspaceId;
  if (ws === null) throw refuse("forbidden", "You are not in a workspace.", "Create one first.");
  let resource: Resource | null;
  try {
    authorizeWorkspace(kernel, spec, who);
    resource = await cachedResource(kernel, spec, who, ws, parsed);
    authorizeResource(kernel, spec, who, resource);
  } catch (error) {
    await auditRefusal(kernel, spec, actor, parsed, meta, error);
    throw error;
  }
  const prepared = handler.prepare ? await handler.prepare(outerCtx(kernel, who, meta), parsed) : undefined;
  const item: Item = { actor: who, input: parsed, prepared, projectId: resource?.projectId ?? null };
  if (meta.fence) return await alone(kernel, spec, handler, ws, item, meta);
  const early = handler.relaxed?.(prepared) ?? null;
  const written = enqueue(kernel, spec, handler, ws, item, targetText(spec, parsed), early !== null);
  if (early !== null) {
    written.catch((error: unknown) => kernel.ports.services.log.error({ error: String(error), operation: name }, "a relaxed write failed"));
    return checkOutput(spec, early);
  }
  return checkOutput(spec, await written);
}

/** A job's points never share a batch: they commit with its lease, or not at all. */
async function alone(kernel: Kernel, spec: AnySpec, handler: Handler, ws: string, item: Item, meta: Meta): Promise<unknown> {
  const options = meta.fence ? { fence: meta.fence } : {};
  const [answer] = await kernel.ports.db.transaction(ws, options, (tx) =>
    writeBatch(kernel, tx, spec, handler, ws, [{ item, target: targetText(spec, item.input) }]),
  );
  if (answer instanceof Error) throw answer;
  return checkOutput(spec, answer);
}

function targetText(spec: AnySpec, input: unknown): string {
  return Object.entries(auditTarget(spec, input))
    .map(([type, id]) => `${type}:${id}`)
    .join(",");
}

/** A found resource lives a second; its grant is decided anew on every call from the actor at hand. */
async function cachedResource(kernel: Kernel, spec: AnySpec, actor: Actor, ws: string, input: never): Promise<Resource | null> {
  const { resources } = stateOf(kernel);
  const key = `${ws} ${actor.id} ${targetText(spec, input)}`;
  const now = Date.now();
  const known = resources.get(key);
  if (known && known.until > now) return await known.resource;
  if (resources.size > 50_000) resources.clear();
  // With the database away a known target goes on being served; its writes wait in the queue, within its bound.
  const fresh = kernel.ports.db.transaction(ws, { readOnly: true }, (tx) => findResource(kernel, tx, spec, actor, input));
  const resource = known ? fresh.catch((error: unknown) => (isUnavailable(error) ? known.resource : Promise.reject(error as Error))) : fresh;
  resources.set(key, { resource, until: now + cachedMs });
  resource.catch(() => resources.delete(key));
  return await resource;
}

function enqueue(kernel: Kernel, spec: AnySpec, handler: Handler, ws: string, item: Item, target: string, early: boolean): Promise<unknown> {
  const { queues } = stateOf(kernel);
  const key = `${spec.name} ${ws}`;
  let queue = queues.get(key);
  if (!queue) queues.set(key, (queue = { waiting: [], inFlight: 0 }));
  if (queue.waiting.length >= waitingAtMost)
    throw refuse("rate_limited", `${spec.name} has ${waitingAtMost} writes waiting.`, "Slow down, or send more per call.", { retryAfterS: 1 });
  const into = queue;
  return new Promise((resolve, reject) => {
    into.waiting.push({ item, early, target, resolve, reject });
    // After everything that has arrived by now was read: one batch of thirty costs the database little more than a batch of one.
    setImmediate(() => void drain(kernel, spec, handler, ws, key, into));
  });
}

async function drain(kernel: Kernel, spec: AnySpec, handler: Handler, ws: string, key: string, queue: Queue): Promise<void> {
  if (queue.inFlight >= flushesInFlight || queue.waiting.length === 0) return;
  queue.inFlight += 1;
  try {
    while (queue.waiting.length > 0) await flush(kernel, spec, handler, ws, queue.waiting.splice(0, itemsPerFlush));
  } finally {
    queue.inFlight -= 1;
    if (queue.inFlight === 0 && queue.waiting.length === 0) stateOf(kernel).queues.delete(key);
  }
}

async function flush(kernel: Kernel, spec: AnySpec, handler: Handler, ws: string, batch: Waiting[]): Promise<void> {
  try {
    const answers =
      (await hoped(kernel, spec, handler, ws, batch)) ?? (await kernel.ports.db.transaction(ws, {}, (tx) => writeBatch(kernel, tx, spec, handler, ws, batch)));
    batch.forEach((waiting, i) => {
      const answer = answers[i];
      if (answer instanceof Error) waiting.reject(answer);
      else waiting.resolve(answer);
    });
  } catch (error) {
    if (isUnavailable(error)) return await wait(kernel, spec, handler, ws, batch, error);
    const only = batch.length === 1 ? batch[0] : undefined;
    if (only) only.reject(error);
    else for (const one of batch) await flush(kernel, spec, handler, ws, [one]);
  }
}

/** The database is away: what was answered already waits for it; what was not is refused. */
async function wait(kernel: Kernel, spec: AnySpec, handler: Handler, ws: string, batch: Waiting[], error: unknown): Promise<void> {
  const answered = batch.filter((w) => w.early);
  for (const w of batch) if (!w.early) w.reject(error);
  if (answered.length === 0) return;
  await new Promise((resolve) => setTimeout(resolve, awayMs));
  await flush(kernel, spec, handler, ws, answered);
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Refusal && error.code === "unavailable";
}

type Batch = readonly Pick<Waiting, "item" | "target">[];

/** The batch in one trip, or null: it was undone, or its handler never hopes. */
async function hoped(kernel: Kernel, spec: AnySpec, handler: Handler, ws: string, batch: Batch): Promise<unknown[] | null> {
  if (!handler.hope) return null;
  return await kernel.ports.db
    .transaction(ws, {}, (tx) => writeBatch(kernel, tx, spec, handler, ws, batch, true))
    .catch((error: unknown) => (isUnavailable(error) ? Promise.reject(error as Error) : null));
}

async function writeBatch(kernel: Kernel, tx: Tx, spec: AnySpec, handler: Handler, ws: string, batch: Batch, hoping = false): Promise<unknown[]> {
  const events = new Map<string, OutboxEvent>();
  const ctx: IngestCtx = {
    tx,
    workspaceId: ws,
    services: kernel.ports.services,
    now: () => kernel.ports.now(),
    newId: () => randomUUIDv7(),
    emit: (topic, id) => void events.set(`${topic} ${id}`, { topic, id }),
  };
  const items = batch.map((w) => w.item);
  const answers = (hoping && handler.hope?.(ctx, items)) || (await handler.write(ctx, items));
  if (answers.length !== batch.length) throw new Error(`${spec.name} answered ${answers.length} of ${batch.length} items`);
  await kernel.ports.journal.count(tx, countItems(spec, ws, batch, answers), [...events.values()]);
  return answers;
}

function countItems(spec: AnySpec, ws: string, batch: readonly Pick<Waiting, "item" | "target">[], answers: readonly unknown[]): IngestCount[] {
  const counts = new Map<string, IngestCount>();
  batch.forEach(({ item, target }, i) => {
    if (answers[i] instanceof Error) return;
    const key = `${item.actor.id} ${target}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { workspaceId: ws, actor: item.actor, operation: spec.name, target, projectId: item.projectId, count: 1 });
  });
  return [...counts.values()];
}

/** Inside another operation an ingest joins the caller's transaction, as a batch of one. */
export async function runIngestInside(frame: Frame, spec: AnySpec, input: never, handler: Handler): Promise<unknown> {
  const { kernel, tx, actor, meta } = frame;
  const ws = actor.workspaceId;
  if (ws === null) throw refuse("forbidden", "You are not in a workspace.", "Create one first.");
  const resource = await findResource(kernel, tx, spec, actor, input);
  authorizeResource(kernel, spec, actor, resource);
  const prepared = handler.prepare ? await handler.prepare(outerCtx(kernel, actor, meta), input) : undefined;
  const item: Item = { actor, input, prepared, projectId: resource?.projectId ?? null };
  const [answer] = await writeBatch(kernel, tx, spec, handler, ws, [{ item, target: targetText(spec, input) }]);
  if (answer instanceof Error) throw answer instanceof Refusal ? answer : new Error(answer.message, { cause: answer });
  return checkOutput(spec, answer);
}
