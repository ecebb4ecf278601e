import type * as z from "zod";
import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { logBatch } from "../contract/metrics.ts";
import { changes, rewritten, twice, type LabelChange } from "../domain/labels.ts";
import { lockRuns, writeLabels, type LockedRun } from "../store/labels.ts";
import { liveRuns } from "../store/metrics.ts";
import { deletedRun } from "./found.ts";
import { writtenOnce } from "./log-params.ts";
import { pointRefusals, writePoints } from "./points.ts";

type Batch = z.output<typeof logBatch.input>;

export default implementIngest(logBatch, {
  async write(ctx, items) {
    const idsOf = (some: readonly { input: Batch }[]): string[] => [...new Set(some.map((i) => i.input.runId))];
    const labelled = items.filter(({ input }) => input.params.length > 0 || input.tags.length > 0);
    // Only labels need the run's row; points alone never wait for each other.
    const locked = labelled.length > 0 ? await lockRuns(ctx.tx, ctx.workspaceId, idsOf(labelled)) : new Map<string, LockedRun>();
    const live = await liveRuns(ctx.tx, ctx.workspaceId, idsOf(items));
    const refusals = await pointRefusals(
      ctx,
      items.map((i) => i.input),
    );
    const labels: LabelChange[] = [];
    const answers = items.map(({ input }, i) => {
      if (!live.has(input.runId)) return deletedRun(input.runId);
      const taken = refusals[i] ?? take(input, locked.get(input.runId));
      if (taken instanceof Error) return taken;
      labels.push(...taken);
      return { logged: input.metrics.length + input.params.length + input.tags.length };
    });
    const written = items.flatMap(({ input }, i) => (answers[i] instanceof Error ? [] : [input]));
    await writeLabels(ctx.tx, ctx.workspaceId, last(labels));
    await writePoints(ctx, written);
    for (const { runId } of written) ctx.emit("runs", runId);
    return answers;
  },
});

/** The label changes of one batch, over what earlier batches of the same flush have set; or why nothing of it is kept. */
function take(input: Batch, run: LockedRun | undefined): LabelChange[] | Refusal {
  if (!run) return [];
  const doubled = twice(input.params);
  if (doubled !== null) return refuse("conflict", `Duplicate parameter keys have been submitted: ['${doubled}'].`, "Name each parameter once in a batch.");
  const params = Object.fromEntries(input.params.map((p) => [p.key, p.value]));
  const tags = Object.fromEntries(input.tags.map((t) => [t.key, t.value]));
  const clash = rewritten(run.params, params);
  if (clash) return writtenOnce(run.id, clash);
  const fresh = [...changes(run, "p", run.params, params), ...changes(run, "t", run.tags, tags)];
  Object.assign(run.params, params);
  Object.assign(run.tags, tags);
  return fresh;
}

/** Where several batches of a flush set one tag, the first old value and the last new one. */
function last(all: readonly LabelChange[]): LabelChange[] {
  const byKey = new Map<string, LabelChange>();
  for (const change of all) {
    const id = JSON.stringify([change.runId, change.kind, change.key]);
    const known = byKey.get(id);
    byKey.set(id, known ? { ...change, before: known.before } : change);
  }
  return [...byKey.values()];
}
