import { refuse } from "../../../kernel/contract/errors.ts";
import type { IngestCtx } from "../../../kernel/ctx.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { putTrace, type Trace } from "../contract/traces.ts";
import { assessmentId, assessmentOf, figureOf } from "../domain/assessments.ts";
import { statedFacts } from "../domain/trace-facts.ts";
import { upsertAssessments } from "../store/assessments.ts";
import { findTraces } from "../store/trace-search.ts";
import { liveExperiments, upsertStated } from "../store/traces.ts";
import { deletedExperiment, foreignTrace } from "./trace-refusals.ts";

type Input = Parameters<NonNullable<typeof putTrace.permission.on>>[0];

export default implementIngest(putTrace, {
  async write(ctx, items) {
    const live = await liveExperiments(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.experimentId))]);
    const written = new Set<string>();
    for (const wave of waves(items.map((i) => i.input).filter((i) => live.has(i.experimentId)))) {
      const facts = wave.map((input) => {
        const projectId = live.get(input.experimentId) ?? "";
        return statedFacts(input.trace, input.final, { ownerId: ctx.newId(), projectId, experimentId: input.experimentId });
      });
      for (const { id } of await upsertStated(ctx.tx, ctx.workspaceId, facts)) written.add(id);
      await assess(
        ctx,
        wave.filter((input) => written.has(input.trace.id)),
      );
    }
    for (const id of written) ctx.emit("traces", id);
    const traces = new Map((await findTraces(ctx.tx, ctx.workspaceId, [...written])).map((t): [string, Trace] => [t.id, t]));
    return items.map(({ input }) => {
      if (!live.has(input.experimentId)) return deletedExperiment(input.experimentId);
      const trace = traces.get(input.trace.id);
      // Of a batch, one item may name the project the trace is in and another may not.
      return trace && trace.projectId === live.get(input.experimentId) ? { trace } : foreignTrace(input.trace.id);
    });
  },
});

/** One statement changes a row once: a trace stated twice comes in the next. */
function waves(inputs: readonly Input[]): Input[][] {
  const out: Map<string, Input>[] = [];
  for (const input of inputs) {
    let wave = out.find((w) => !w.has(input.trace.id));
    if (!wave) out.push((wave = new Map()));
    wave.set(input.trace.id, input);
  }
  return out.map((wave) => [...wave.values()]);
}

async function assess(ctx: IngestCtx, inputs: readonly Input[]): Promise<void> {
  const now = ctx.now().toISOString();
  const rows = inputs.flatMap(({ trace }) =>
    [...new Map(trace.assessments.map((a) => assessmentOf(a, trace.id, assessmentId(ctx.newId()), now)).map((a) => [a.id, a])).values()].map((assessment) => {
      if (assessment.kind === "expectation" && assessment.value === null)
        throw refuse("invalid_input", `Expectation ${assessment.name} of trace ${trace.id} has no value.`, "Give the value that is expected.");
      return { assessment, ...figureOf(assessment.value) };
    }),
  );
  if (rows.length > 0) await upsertAssessments(ctx.tx, ctx.workspaceId, rows);
}
