import { Refusal } from "../../kernel/contract/errors.ts";
import type { LoopTools } from "../../kernel/ctx.ts";
import { getExperiment } from "../tracking/contract/experiments.ts";
import { getRun, type Run } from "../tracking/contract/runs.ts";
import { RunRefused, type Held, type Point, type Provider, type RunToCopy, type Target } from "./providers/outside.ts";
import { filesOf, pointsOf, type PointRow } from "./store/changes.ts";
import { notePlaced, readHeld, type Copied, type HeldRun } from "./store/mirror-runs.ts";
import { noteOutsideExperiment, readOutsideExperiment, type StoredMirror } from "./store/mirrors.ts";

/** One mirror while it is being served. */
export interface Session {
  tools: LoopTools;
  ws: string;
  mirror: StoredMirror;
  provider: Provider;
  target: Target;
  /** Names of experiments, asked once. */
  names: Map<string, string>;
}

export interface Part {
  runId: string;
  /** Points and files written after this horizon … */
  after: number;
  /** … up to this one. */
  upTo: number;
  /** Name, state, parameters or tags are to be said too. */
  self: boolean;
  /** All there is of it. */
  whole: boolean;
}

const nothing: Held = { outsideId: null, outsideUrl: null, tagKeys: [], gone: false, lines: 0 };

/** The run as it stands now; null where it is not here any more. */
export async function runNow(session: Session, runId: string): Promise<Run | null> {
  try {
    return await session.tools.call(session.ws, getRun, { runId });
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}

export async function toCopy(session: Session, run: Run, held: HeldRun | undefined): Promise<RunToCopy> {
  const { tools, ws, mirror, names } = session;
  let experimentName = names.get(run.experimentId);
  if (experimentName === undefined) {
    experimentName = (await tools.call(ws, getExperiment, { experimentId: run.experimentId })).name;
    names.set(run.experimentId, experimentName);
  }
  const { parentRunId } = run;
  return await tools.transaction(ws, async (tx) => {
    const outsideExperiment = await readOutsideExperiment(tx, ws, mirror.id, run.experimentId);
    const parent = parentRunId === null ? null : (await readHeld(tx, ws, mirror.id, [parentRunId])).get(parentRunId);
    return { run, experimentName, outsideExperiment, outsideParent: parent?.outsideId ?? null, held: held ?? nothing };
  });
}

/**
 * Copies a part of one run: the run itself, its points, its files, then how it stands.
 * @throws RunRefused when the outside wants none of it, Away when nothing can be sent
 */
export async function copyRun(session: Session, run: Run, part: Part, held: HeldRun | undefined): Promise<Copied> {
  const { tools, ws, mirror, provider, target } = session;
  let copy = await toCopy(session, run, held);
  if (part.self || part.whole) {
    const placed = await provider.putRun(target, copy);
    await tools.transaction(ws, async (tx) => {
      await notePlaced(tx, ws, mirror.id, { id: run.id, name: run.name, ...placed });
      if (placed.outsideExperiment !== null) await noteOutsideExperiment(tx, ws, mirror.id, run.experimentId, placed.outsideExperiment);
    });
    copy = { ...copy, held: { ...copy.held, ...placed, gone: false } };
  }
  const from = part.whole ? 0 : copy.held.lines;
  const { lines, points } = await copyPoints(session, { ...copy, held: { ...copy.held, lines: from } }, part);
  copy = { ...copy, held: { ...copy.held, lines } };
  const files = mirror.artifacts ? await copyFiles(session, copy, part) : { count: 0, error: null };
  if (part.self || part.whole || (points > 0 && provider.order === "step")) await provider.settle(target, copy);
  const open = run.endedAt === null && run.deletedAt === null;
  return { runId: run.id, lines, points, artifacts: files.count, open, gone: run.deletedAt !== null, whole: part.whole, error: files.error };
}

async function copyPoints(session: Session, copy: RunToCopy, part: Part): Promise<{ lines: number; points: number }> {
  const { tools, ws, provider, target } = session;
  const range = { id: part.runId, after: part.after, upTo: part.upTo, order: provider.order };
  let [lines, points, last] = [copy.held.lines, 0, null as PointRow | null];
  for (;;) {
    const from: PointRow | null = last;
    const page = await tools.transaction(ws, (tx) => pointsOf(tx, ws, range, from, provider.page));
    for (let at = 0; at < page.length; at += provider.batch) {
      const batch = page.slice(at, at + provider.batch).map((row): Point => ({ key: row.key, step: row.step, atMs: Math.round(row.at_ms), value: row.value }));
      lines += await provider.putPoints(target, { ...copy, held: { ...copy.held, lines } }, batch);
    }
    points += page.length;
    last = page.at(-1) ?? null;
    if (page.length < provider.page) return { lines, points };
  }
}

/** A file that is refused does not hold up the others. */
async function copyFiles(session: Session, copy: RunToCopy, part: Part): Promise<{ count: number; error: string | null }> {
  const { tools, ws, provider, target } = session;
  const files = await tools.transaction(ws, (tx) => filesOf(tx, ws, { id: part.runId, after: part.after, upTo: part.upTo }));
  let [count, error] = [0, null as string | null];
  for (const file of files) {
    try {
      await provider.putFile(target, copy, {
        path: file.path,
        sizeBytes: file.size_bytes,
        mediaType: file.media_type,
        open: () => tools.services.objects.get(file.object_key),
      });
      count += 1;
    } catch (thrown) {
      if (!(thrown instanceof RunRefused)) throw thrown;
      error ??= thrown.message;
    }
  }
  return { count, error };
}
