import { refuse, Refusal } from "../../../kernel/contract/errors.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import type { BaseCtx, IngestCtx } from "../../../kernel/ctx.ts";
import { predict } from "../contract.ts";
import type { Source } from "../contract/shapes.ts";
import { sketch, tally, type Prepared } from "../engine/batch.ts";
import { hopedLog, writeLog, type LogRow, type Written } from "../store/log.ts";

interface Input {
  deploymentId: string;
  rows: Record<string, unknown>[];
  source: Source;
  simulationId?: string | undefined;
}

const noSimulation = "00000000-0000-0000-0000-000000000000";

/** Validates and runs the model outside any transaction. A refusal is kept, so that it is counted where it is answered. */
async function prepare(ctx: BaseCtx, input: Input): Promise<Prepared> {
  const startedAt = performance.now();
  const item: Prepared = {
    startedAt,
    source: input.source,
    simulationId: (input.source === "simulated" && input.simulationId) || noSimulation,
    deploymentId: input.deploymentId,
    predictionId: ctx.newId(),
    done: null,
    refused: null,
  };
  const active = await ctx.services.serving.active(ctx.workspaceId, input.deploymentId);
  try {
    const checked = active.validator.check(input.rows);
    item.done = { active, checked, predictions: await active.answer(checked) };
  } catch (error) {
    if (!(error instanceof Refusal)) ctx.log.error({ error: String(error), deploymentId: input.deploymentId }, "a model failed");
    item.refused = error instanceof Refusal ? error : modelFailed(input.deploymentId, error);
  }
  return item;
}

function modelFailed(deploymentId: string, error: unknown): Refusal {
  return refuse(
    "unavailable",
    `The model of deployment ${deploymentId} failed: ${error instanceof Error ? error.message : String(error)}`,
    "Roll the deployment back, or send other rows.",
  );
}

function answerOf(item: Prepared) {
  const { done } = item;
  if (!done) return null;
  const { revision } = done.active;
  return {
    predictionId: item.predictionId,
    deploymentId: item.deploymentId,
    revision: revision.revision,
    modelVersion: revision.modelVersion,
    source: item.source,
    predictions: done.predictions,
    warnings: done.checked.warnings,
  };
}

function logRows(item: Prepared, now: number): LogRow[] {
  const { done } = item;
  if (!done) return [];
  const latencyMs = Math.round((now - item.startedAt) * 1000) / 1000;
  return done.checked.logged.map((row, r) => ({
    deploymentId: item.deploymentId,
    predictionId: item.predictionId,
    rowNo: r,
    revision: done.active.revision.revision,
    source: item.source,
    latencyMs,
    cells: JSON.stringify(row),
    output: JSON.stringify(done.predictions[r]),
  }));
}

let slot = Math.floor(Math.random() * 4);
const toldAt = new Map<string, number>();
const tellEveryMs = 1000;

function dueToTell(deploymentId: string, now: number): boolean {
  if (now - (toldAt.get(deploymentId) ?? -Infinity) < tellEveryMs) return false;
  if (toldAt.size > 10_000) toldAt.clear();
  toldAt.set(deploymentId, now);
  return true;
}

function written(at: Date, prepared: readonly Prepared[], now: number): Written {
  slot = (slot + 1) % 4;
  return { at, slot, log: prepared.flatMap((p) => logRows(p, now)), sketches: sketch(prepared), traffic: tally(prepared, now) };
}

/** The kernel sends events with the counts of what was answered; a batch of refusals has none. */
function tell(ctx: IngestCtx, answered: readonly Prepared[], now: number): void {
  for (const id of new Set(answered.filter((p) => p.done).map((p) => p.deploymentId))) if (dueToTell(id, now)) ctx.emit("predictions", id);
}

const answered = (item: Prepared) => answerOf(item) ?? item.refused ?? new Error("a prediction has neither answer nor refusal");

export default implementIngest(predict, {
  prepare,
  hope(ctx, items) {
    const now = performance.now();
    const prepared = items.map((item) => item.prepared);
    ctx.tx.atCommit(hopedLog(ctx.workspaceId, written(ctx.now(), prepared, now)));
    tell(ctx, prepared, now);
    return prepared.map(answered);
  },
  async write(ctx, items) {
    const now = performance.now();
    const prepared = items.map((item) => item.prepared);
    const live = await writeLog(ctx.tx, ctx.workspaceId, written(ctx.now(), prepared, now));
    const serves = (item: Prepared): boolean => live.has(item.deploymentId);
    tell(ctx, prepared.filter(serves), now);
    return prepared.map((item) =>
      serves(item) ? answered(item) : refuse("not_found", `Deployment ${item.deploymentId} was removed.`, "List deployments with `deployments list`."),
    );
  },
  relaxed: (item) => (item.done?.active.revision.log === "relaxed" ? answerOf(item) : null),
});
