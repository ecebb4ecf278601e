import type { JsonValue } from "../../../kernel/contract/common.ts";
import { getVersion } from "../../datasets/contract.ts";
import { getTraining, recommendTraining, type Algorithm, type Task } from "../../training/contract.ts";
import { algorithmsIn, targetIn, taskIn } from "../domain/slots.ts";
import { pickDataset, pickTraining } from "./pick.ts";
import type { Planned, Planner, Turn } from "./turn.ts";

/** "train a regression model": the task asked for wins over the data's own; the plan says what speaks against it. */
export const planTraining: Planner = async (turn) => {
  const picked = await pickDataset(turn);
  if ("instead" in picked) return picked.instead;
  const dataset = picked.found;
  const task = taskIn(turn.words.text);
  const { columns } = await turn.ctx.call(getVersion, { datasetId: dataset.id });
  const target = targetIn(turn.words, columns) ?? undefined;
  const advice = await turn.ctx.call(recommendTraining, { datasetId: dataset.id, ...(target !== undefined && { target }), ...(task && { task }) });
  if (advice.target === null) return askTarget(turn, dataset.name, advice.targetChoices);
  const chosenTask = task ?? advice.task ?? "classification";
  const asked = algorithmsIn(turn.words.text);
  const algorithms = asked.filter((name) => fits(name, chosenTask));
  const names = algorithms.length > 0 ? algorithms : advice.algorithms.filter((a) => a.recommended).map((a) => a.algorithm);
  const warnings = advice.warnings.filter((w) => w.code === "two_valued_regression" || w.code === "small_data");
  const input: Record<string, JsonValue> = {
    projectId: dataset.projectId,
    datasetId: dataset.id,
    target: advice.target,
    task: chosenTask,
    ...(algorithms.length > 0 && { algorithms }),
  };
  const title = `Train a ${chosenTask} model for ${advice.target} on ${dataset.name}: ${names.map(label).join(", ")}, ${advice.validation?.folds ?? 5}-fold, about ${Math.max(1, Math.round(advice.expectedSeconds))} s`;
  return {
    ...(target === undefined && { say: `I take ${advice.target} as the target: ${advice.targetReason}.` }),
    steps: [{ operation: "training.start", title, input, ...(warnings.length > 0 && { warning: warnings.map((w) => w.message).join(" ") }) }],
    choices: warnings.flatMap((w) =>
      w.offer ? [{ title: w.offer.label, text: `train a ${w.offer.task} model on ${dataset.name}, predict ${advice.target ?? ""}` }] : [],
    ),
    focus: { datasetId: dataset.id },
  };
};

function label(name: string): string {
  return name.replaceAll("_", " ").replace("xgboost", "XGBoost").replace("lightgbm", "LightGBM").replace("mlp", "multilayer perceptron");
}

function fits(name: Algorithm, task: Task): boolean {
  return name !== (task === "classification" ? "ridge" : "logistic_regression");
}

function askTarget(turn: Turn, dataset: string, choices: readonly { column: string; reason: string }[]): Planned {
  return {
    say: `Which column of ${dataset} should the model predict?`,
    choices: choices.slice(0, 5).map((c) => ({ title: `${c.column}: ${c.reason}`, text: `${turn.sentence.replace(/[.!?]+$/, "")}, predict ${c.column}` })),
  };
}

export const planRecommendation: Planner = async (turn) => {
  const picked = await pickDataset(turn);
  if ("instead" in picked) return picked.instead;
  const task = taskIn(turn.words.text);
  const advice = await turn.ctx.call(recommendTraining, { datasetId: picked.found.id, ...(task && { task }) });
  if (advice.target === null) return askTarget(turn, picked.found.name, advice.targetChoices);
  const lines = advice.algorithms.filter((a) => a.recommended).map((a) => `- ${a.label}: ${a.reason} About ${Math.max(1, Math.round(a.expectedSeconds))} s.`);
  return {
    say: [`For ${advice.target} (${advice.task ?? ""}): ${advice.targetReason} ${advice.taskReason}`, ...lines, advice.validation?.reason ?? ""].join("\n"),
    choices: [{ title: "Train these", text: `train a ${advice.task ?? ""} model on ${picked.found.name}, predict ${advice.target}` }],
    focus: { datasetId: picked.found.id },
  };
};

export const planComparison: Planner = async (turn) => {
  const picked = await pickTraining(turn);
  if ("instead" in picked) return picked.instead;
  const training = await turn.ctx.call(getTraining, { trainingId: picked.found.id });
  const { primaryMetric: metric } = training;
  const ranked = training.candidates.filter((c) => c.rank !== null).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  if (ranked.length === 0) return { say: `${training.name} has no finished candidate yet: ${training.message || training.status}.` };
  const lines = ranked.map((c) => `${c.rank ?? 0}. ${c.label}: ${metric} ${c.metrics[metric]?.toFixed(4) ?? "—"} ± ${c.deviations[metric]?.toFixed(4) ?? "—"}`);
  return {
    say: [`${training.name}, ${training.folds}-fold means:`, ...lines].join("\n"),
    choices: [
      { title: "Register the best", text: "register the best model" },
      { title: "Deploy it to staging", text: "deploy the best model to staging" },
    ],
    focus: { trainingId: training.id },
  };
};

export const planCancelTraining: Planner = async (turn) => {
  const picked = await pickTraining(turn);
  if ("instead" in picked) return picked.instead;
  if (!["queued", "running"].includes(picked.found.status)) return { say: `${picked.found.name} is not running.` };
  return { steps: [{ operation: "training.cancel", title: `Cancel ${picked.found.name}`, input: { trainingId: picked.found.id } }] };
};

export const planTrainingDownload: Planner = async (turn) => {
  const picked = await pickTraining(turn);
  if ("instead" in picked) return picked.instead;
  return {
    steps: [{ operation: "training.download", title: `Download ${picked.found.name}: models, plots, metrics, logs`, input: { trainingId: picked.found.id } }],
  };
};
