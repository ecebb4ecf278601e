import { Refusal } from "../../kernel/contract/errors.ts";
import type { LoopTools } from "../../kernel/ctx.ts";
import { OutgoingFailure } from "../../outgoing/http.ts";
import { getProject } from "../projects/contract.ts";
import { copyRun, runNow, toCopy, type Session } from "./copy-run.ts";
import { mlflow } from "./providers/mlflow.ts";
import { Away, RunRefused, type Provider } from "./providers/outside.ts";
import { wandb } from "./providers/wandb.ts";
import { changedRuns, countPoints, horizon } from "./store/changes.ts";
import { dropDue, putDue } from "./store/due.ts";
import { beginWhole, dropHeld, nextWhole, noteCopied, noteRefused, noteSpoken, readHeld, silentRuns, type Copied } from "./store/mirror-runs.ts";
import { beginBatch, endBatch, noteCaughtUp, noteFails, noteWorks, readMirror, setHistory, type StoredMirror } from "./store/mirrors.ts";

const providers: Readonly<Record<StoredMirror["kind"], Provider>> = { mlflow, wandb };

/** Points of one batch, about: a batch is sent again from its beginning after a crash. */
const batchPoints = 20_000;
/** A mirror gives its place up after this long, so that a pause or a new token is seen. */
const turnMs = 20_000;
/** A worker that was killed holds a mirror up this long. */
const leaseS = 30;
const idleS = 1;
const longestWaitS = 60;

/** The secret of a mirror's own token. */
export function mirrorSecret(mirrorId: string): string {
  return `mirror-${mirrorId}`;
}

/** Serves one mirror: sends what was written since, in the order of transactions, until nothing is left or its turn is over. */
export async function serveMirror(tools: LoopTools, ws: string, id: string): Promise<void> {
  let beat: Promise<unknown> = Promise.resolve();
  const renew = (): void => void (beat = tools.transaction(ws, (tx) => putDue(tx, ws, "mirror", id, id, leaseS)).catch(() => undefined));
  const alive = setInterval(renew, (leaseS / 4) * 1000);
  let wait: number | null = idleS;
  try {
    wait = await turn(tools, ws, id);
  } catch (error) {
    wait = await fails(tools, ws, id, error);
  } finally {
    clearInterval(alive);
    // A renewal that is still on its way must not come after what is written next.
    await beat;
  }
  await tools.transaction(ws, (tx) => (wait === null ? dropDue(tx, "mirror", id) : putDue(tx, ws, "mirror", id, id, wait)));
}

/** Seconds until the next turn; null when there is none. */
async function turn(tools: LoopTools, ws: string, id: string): Promise<number | null> {
  for (const until = performance.now() + turnMs; performance.now() < until;) {
    const session = await open(tools, ws, id);
    if (!session) return null;
    if (!(await step(session))) {
      await beats(session);
      return idleS;
    }
  }
  return 0;
}

async function open(tools: LoopTools, ws: string, id: string): Promise<Session | null> {
  const found = await tools.transaction(ws, async (tx) => {
    const mirror = await readMirror(tx, ws, id);
    if (!mirror || mirror.state === "paused") return null;
    return { mirror, token: mirror.secretName === null ? null : await tools.services.secrets.open(tx, ws, mirror.secretName) };
  });
  if (!found) return null;
  const { mirror, token } = found;
  const { name: projectName } = await tools.call(ws, getProject, { projectId: mirror.projectId });
  const target = { ...mirror, token, projectName, outgoing: tools.services.outgoing };
  return { tools, ws, mirror, provider: providers[mirror.kind], target, names: new Map() };
}

/** One batch, or one run copied whole; false when nothing was left. What was begun is finished first, as it was begun. */
async function step(session: Session): Promise<boolean> {
  const { tools, ws, mirror } = session;
  const whole = await tools.transaction(ws, (tx) => nextWhole(tx, ws, mirror.id));
  if (whole && whole.upTo !== null) {
    await copyWhole(session, whole.runId, whole.upTo);
    return true;
  }
  const batch = mirror.sendingTx ?? (await nextBatch(session));
  if (batch !== null) await sendBatch(session, mirror.sentTx, batch);
  if (whole) {
    const upTo = batch ?? mirror.sentTx;
    await tools.transaction(ws, (tx) => beginWhole(tx, ws, mirror.id, whole.runId, upTo));
    await copyWhole(session, whole.runId, upTo);
  } else if (mirror.history === "copying") await tools.transaction(ws, (tx) => setHistory(tx, ws, mirror.id, "copied"));
  return batch !== null || whole !== null;
}

/** The end of the next batch, fixed in its row; null when nothing was written. */
async function nextBatch({ tools, ws, mirror }: Session): Promise<number | null> {
  return await tools.transaction(ws, async (tx) => {
    const now = await horizon(tx);
    if (now < mirror.sentTx)
      throw new Away("The database counts its transactions anew: it was restored into another server. docs/mirror.md says how mirrors go on from there.");
    if (now === mirror.sentTx) return null;
    let upTo = now;
    while (upTo - mirror.sentTx > 1 && (await countPoints(tx, ws, mirror, mirror.sentTx, upTo, batchPoints + 1)) > batchPoints)
      upTo = mirror.sentTx + Math.ceil((upTo - mirror.sentTx) / 4);
    if (upTo === now && (await changedRuns(tx, ws, mirror, mirror.sentTx, now)).length === 0) {
      await noteCaughtUp(tx, ws, mirror.id, now);
      mirror.sentTx = now;
      return null;
    }
    await beginBatch(tx, ws, mirror.id, upTo);
    return upTo;
  });
}

async function sendBatch(session: Session, after: number, upTo: number): Promise<void> {
  const { tools, ws, mirror } = session;
  const { changed, held } = await tools.transaction(ws, async (tx) => {
    const runs = await changedRuns(tx, ws, mirror, after, upTo);
    const ids = runs.map((run) => run.runId);
    return { changed: runs, held: await readHeld(tx, ws, mirror.id, ids) };
  });
  const copied: Copied[] = [];
  for (const { runId, self } of changed) {
    const before = held.get(runId);
    if (before?.whole) continue;
    // Seen for the first time, or refused before: everything there is of it.
    const whole = !before || before.outsideId === null || before.error !== null;
    const done = await tryRun(session, { runId, after: whole ? -1 : after, upTo, self, whole });
    if (done) copied.push(done);
  }
  await tools.transaction(ws, async (tx) => {
    await noteCopied(tx, ws, mirror.id, copied);
    await endBatch(tx, ws, mirror.id, upTo, sum(copied));
    await noteWorks(tx, ws, mirror.id);
  });
}

async function copyWhole(session: Session, runId: string, upTo: number): Promise<void> {
  const { tools, ws, mirror } = session;
  const done = await tryRun(session, { runId, after: -1, upTo, self: true, whole: true });
  await tools.transaction(ws, async (tx) => {
    if (done) await noteCopied(tx, ws, mirror.id, [done]);
    await endBatch(tx, ws, mirror.id, mirror.sentTx, done?.points ?? 0);
    await noteWorks(tx, ws, mirror.id);
  });
}

const sum = (copied: readonly Copied[]): number => copied.reduce((all, one) => all + one.points, 0);

/** One run, in whose way no other stands: what the outside refuses of it is noted there. */
async function tryRun(session: Session, part: Parameters<typeof copyRun>[2]): Promise<Copied | null> {
  const { tools, ws, mirror } = session;
  const run = await runNow(session, part.runId);
  if (!run) {
    await tools.transaction(ws, (tx) => dropHeld(tx, ws, mirror.id, part.runId));
    return null;
  }
  try {
    const held = (await tools.transaction(ws, (tx) => readHeld(tx, ws, mirror.id, [run.id]))).get(run.id);
    return await copyRun(session, run, part, held);
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    await tools.transaction(ws, (tx) => noteRefused(tx, ws, mirror.id, { id: run.id, name: run.name, error: error.message }));
    return null;
  }
}

/** Keeps alive what the outside would take for dead. */
async function beats(session: Session): Promise<void> {
  const { tools, ws, mirror, provider, target } = session;
  const { silenceS } = provider;
  if (silenceS === null) return;
  for (const runId of await tools.transaction(ws, (tx) => silentRuns(tx, ws, mirror.id, silenceS))) {
    const run = await runNow(session, runId);
    const held = (await tools.transaction(ws, (tx) => readHeld(tx, ws, mirror.id, [runId]))).get(runId);
    if (run && held && run.endedAt === null) await provider.beat(target, await toCopy(session, run, held)).catch(unlessRefused);
    await tools.transaction(ws, (tx) => noteSpoken(tx, ws, mirror.id, runId));
  }
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof RunRefused)) throw error;
}

/** Notes why nothing can be sent; answers after how many seconds it is tried again. */
async function fails(tools: LoopTools, ws: string, id: string, error: unknown): Promise<number> {
  const known = error instanceof Away || error instanceof OutgoingFailure || error instanceof Refusal;
  if (!known)
    tools.log.error({ mirrorId: id, workspaceId: ws, error: String(error), stack: error instanceof Error ? error.stack : undefined }, "A mirror failed");
  const words =
    error instanceof Refusal ? `${error.message} ${error.fix}` : known ? (error as Error).message : "It failed unexpectedly; the server's log has the details.";
  return await tools.transaction(ws, async (tx) => {
    const failures = (await readMirror(tx, ws, id))?.failures ?? 0;
    const asked = error instanceof Away ? error.retryAfterS : null;
    const waitS = Math.min(longestWaitS, Math.max(asked ?? 0, 2 ** Math.min(failures, 6)));
    await noteFails(tx, ws, id, words.slice(0, 1000), waitS);
    return waitS;
  });
}
