import type { JsonValue } from "../../../kernel/contract/common.ts";
import { listSamples } from "../../datasets/contract.ts";
import { previewCleaning, suggestCleaning } from "../../datasets/contract/analysis.ts";
import type { Step } from "../../datasets/contract/cleaning.ts";
import { hasAny } from "../domain/words.ts";
import { stepsIn } from "../domain/cleaning.ts";
import { columnsIn } from "./columns.ts";
import { pickDataset, pickProject } from "./pick.ts";
import type { Draft, Planned, Planner, Turn } from "./turn.ts";

/** A file can only come from the person's own machine: the page's paper clip and the command line upload it. */
export const planUpload: Planner = async (turn) => {
  const { items } = await turn.ctx.call(listSamples, {});
  return {
    say: "Attach the file with the paper clip below, or drop it on the Datasets page; I go on from there. On the command line: ./lumina datasets upload <file>. A sample table is one click away.",
    choices: items.map((s) => ({ title: s.title, text: `add the ${s.sample} sample` })),
  };
};

export const planSample: Planner = async (turn) => {
  const { items } = await turn.ctx.call(listSamples, {});
  const sample = items.find((s) => s.sample.split("-").every((part) => hasAny(turn.words, [part])));
  if (!sample) return { say: "Which sample?", choices: items.map((s) => ({ title: s.title, text: `add the ${s.sample} sample` })) };
  const project = await projectSteps(turn);
  if ("instead" in project) return project.instead;
  const { first, projectId } = project;
  return {
    steps: [
      ...first,
      { operation: "datasets.addSample", title: `Add the sample ${sample.title}, ${sample.rows} rows`, input: { projectId, sample: sample.sample } },
    ],
  };
};

/** The project to work in; a new workspace gets its first one on the way. */
async function projectSteps(turn: Turn): Promise<{ first: Draft[]; projectId: JsonValue } | { instead: Planned }> {
  const picked = await pickProject(turn);
  if ("found" in picked) return { first: [], projectId: picked.found.id };
  if (picked.instead.choices) return picked;
  return {
    first: [{ operation: "projects.create", title: "Create a project called First project", input: { name: "First project" } }],
    projectId: { $step: turn.earlier.length, path: "id" },
  };
}

export const planProfile: Planner = async (turn) => {
  const picked = await pickDataset(turn);
  if ("instead" in picked) return picked.instead;
  return { steps: [{ operation: "datasets.profile", title: `Profile ${picked.found.name}, all rows`, input: { datasetId: picked.found.id } }] };
};

/** Cleaning words to recipe steps; what is not said is left alone. */
export const planClean: Planner = async (turn) => {
  const picked = await pickDataset(turn);
  if ("instead" in picked) return picked.instead;
  const dataset = picked.found;
  const { all, named } = await columnsIn(turn, dataset.id);
  let steps = stepsIn(
    turn.words,
    named.map((c) => c.name),
  );
  if (steps.length === 0) steps = (await turn.ctx.call(suggestCleaning, { datasetId: dataset.id })).suggestions.filter((s) => s.recommended).map((s) => s.step);
  if (steps.length === 0) return { say: `I see nothing to clean in ${dataset.name}: no missing values, duplicates or constant columns.` };
  const preview = await turn.ctx.call(previewCleaning, { datasetId: dataset.id, steps, rows: 0 });
  const { rowsBefore, rowsAfter, total, columns } = preview;
  return {
    steps: [
      {
        operation: "datasets.clean",
        title: `Clean ${dataset.name}: ${steps.map(wordsFor).join(", ")}. ${all.length} → ${columns.length} columns, ${rowsBefore} → ${rowsAfter} rows, ${total.cellsChanged} cells filled or changed. v${dataset.latestVersion} is kept`,
        input: { datasetId: dataset.id, steps: steps as JsonValue },
      },
    ],
    focus: { datasetId: dataset.id },
  };
};

function wordsFor(step: Step): string {
  if (step.kind === "dropNonNumeric") return "drop non-numeric columns";
  if (step.kind === "dropColumns") return `drop ${step.columns.join(", ")}`;
  if (step.kind === "impute")
    return step.strategy === "auto" ? "fill missing values (median or most frequent)" : `fill missing values with the ${step.strategy}`;
  if (step.kind === "dropMissingRows") return "drop rows with missing values";
  if (step.kind === "dropDuplicates") return "drop duplicate rows";
  return "clip outliers to the 1st and 99th percentile";
}

export const planDownload: Planner = async (turn) => {
  const picked = await pickDataset(turn);
  if ("instead" in picked) return picked.instead;
  const { found } = picked;
  const cleaning = turn.earlier.some((d) => d.operation === "datasets.clean");
  const version = cleaning ? "the new version" : `v${found.latestVersion}`;
  return { steps: [{ operation: "datasets.download", title: `Download ${found.name} ${version} as CSV`, input: { datasetId: found.id } }] };
};
