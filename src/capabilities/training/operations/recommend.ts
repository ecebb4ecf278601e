import { implement } from "../../../kernel/implement.ts";
import { getVersion } from "../../datasets/contract.ts";
import { recommendTraining } from "../contract.ts";
import { metricFor, recommendAlgorithms, recommendTask, recommendValidation } from "../domain/recommend.ts";
import { guessTarget } from "../domain/target.ts";
import { look } from "../look.ts";

export default implement(recommendTraining, async (ctx, input) => {
  const version = await ctx.call(getVersion, { datasetId: input.datasetId, ...(input.version === undefined ? {} : { version: input.version }) });
  const plain = { folds: 2, dropColumns: [], candidates: [] };
  const first = await look(ctx, version, input.target === undefined ? plain : { ...plain, target: input.target, task: input.task });
  const role = version.columns.find((column) => column.role === "target")?.name ?? null;
  const guess = input.target === undefined ? guessTarget(first.columns, role) : { target: input.target, reason: "as asked", choices: [] };
  const seen = guess.target !== null && input.target === undefined ? await look(ctx, version, { ...plain, target: guess.target, task: input.task }) : first;
  const validation = seen.target === null ? null : recommendValidation(seen);
  const algorithms = recommendAlgorithms(seen, validation?.folds ?? 5);
  const chosen = algorithms.filter((choice) => choice.recommended);
  const { task, reason } = recommendTask(seen, input.task);
  return {
    datasetId: input.datasetId,
    version: version.version,
    rows: seen.rows,
    target: guess.target,
    targetReason: guess.reason,
    targetChoices: guess.choices,
    task,
    taskReason: reason,
    primaryMetric: metricFor(seen),
    validation,
    algorithms,
    expectedSeconds: Math.round(10 * chosen.reduce((sum, choice) => sum + choice.expectedSeconds, 0)) / 10,
    expectedMemoryBytes: Math.max(0, ...chosen.map((choice) => choice.expectedMemoryBytes)),
    columns: seen.columns.map(({ name, treatment, reason: why }) => ({ name, treatment, reason: why })),
    warnings: seen.warnings,
  };
});
