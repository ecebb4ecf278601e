import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getVersion } from "../../datasets/contract.ts";
import { createRun } from "../../tracking/contract/runs.ts";
import { Algorithm, startTraining, type Settings } from "../contract.ts";
import { trainJob } from "../definitions.ts";
import { labels } from "../domain/algorithms.ts";
import { metricFor, recommendAlgorithms } from "../domain/recommend.ts";
import { look } from "../look.ts";
import { insertCandidate, insertTraining } from "../store.ts";

export default implement(startTraining, async (ctx, input) => {
  const version = await ctx.call(getVersion, { datasetId: input.datasetId, ...(input.version === undefined ? {} : { version: input.version }) });
  const asked = [...new Set(input.algorithms ?? [])];
  const settings = settingsOf(input.settings ?? {});
  const dropColumns = [...new Set(input.dropColumns ?? [])];
  const candidates = asked.map((algorithm) => ({ algorithm, settings: settings[algorithm] ?? {} }));
  const character = await look(ctx, version, { target: input.target, task: input.task, folds: input.folds, dropColumns, candidates });
  const recommended = recommendAlgorithms(character, input.folds);
  const chosen = asked.length > 0 ? asked : recommended.filter((choice) => choice.recommended).map((choice) => choice.algorithm);
  for (const algorithm of Object.keys(settings))
    if (!chosen.some((name) => name === algorithm))
      throw refuse(
        "invalid_input",
        `Settings are given for ${algorithm}, which is not trained.`,
        `Train it too, or leave its settings out. Trained are: ${chosen.join(", ")}.`,
      );

  const id = ctx.newId();
  const name = input.name ?? `${input.target} by ${input.task}`;
  const jobId = await ctx.enqueue(trainJob, { trainingId: id }, { label: `Train ${name}`, projectId: input.projectId });
  const shared = { projectId: input.projectId, datasetId: input.datasetId, datasetVersion: version.version, jobId };
  const tags = { training: id, target: input.target, task: input.task };
  const parent = await ctx.call(createRun, {
    ...shared,
    name,
    kind: "training",
    tags,
    params: { task: input.task, target: input.target, folds: String(input.folds), seed: String(input.seed), algorithms: chosen.join(", ") },
  });
  await insertTraining(ctx.tx, ctx.workspaceId, {
    id,
    projectId: input.projectId,
    name,
    datasetId: input.datasetId,
    version: version.version,
    target: input.target,
    task: input.task,
    folds: input.folds,
    seed: input.seed,
    dropColumns,
    jobId,
    runId: parent.id,
    primaryMetric: metricFor(character) ?? "accuracy",
    warnings: character.warnings,
    total: chosen.length * (input.folds + 1),
  });
  for (const [position, algorithm] of chosen.entries()) {
    const run = await ctx.call(createRun, {
      ...shared,
      name: `${labels[algorithm]}: ${name}`.slice(0, 250),
      kind: "candidate",
      parentRunId: parent.id,
      tags: { ...tags, algorithm },
    });
    const own = settings[algorithm] ?? {};
    await insertCandidate(ctx.tx, ctx.workspaceId, id, position, { runId: run.id, algorithm, settings: { ...character.settings[algorithm], ...own } });
  }
  ctx.emit("training", id);
  ctx.audit({ after: { id, name, algorithms: chosen } });
  return { trainingId: id, jobId, runId: parent.id, warnings: character.warnings };
});

function settingsOf(given: Record<string, Settings>): Partial<Record<Algorithm, Settings>> {
  const known: Partial<Record<Algorithm, Settings>> = {};
  for (const [name, settings] of Object.entries(given)) {
    const algorithm = Algorithm.safeParse(name);
    if (!algorithm.success) throw refuse("invalid_input", `There is no algorithm ${name}.`, `Choose from: ${Algorithm.options.join(", ")}.`);
    known[algorithm.data] = settings;
  }
  return known;
}
