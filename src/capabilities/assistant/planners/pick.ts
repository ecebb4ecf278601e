import type { Choice } from "../contract.ts";
import { nearly, stemOf } from "../domain/words.ts";
import { listDatasets } from "../../datasets/contract.ts";
import { listModels } from "../../registry/contract/models.ts";
import { listDeployments } from "../../serving/contract.ts";
import { listTrainings } from "../../training/contract.ts";
import { listProjects } from "../../projects/contract.ts";
import type { Planned, Turn } from "./turn.ts";

interface Named {
  id: string;
  name: string;
}

/** Either the thing meant, or what to say when it cannot be told. */
export type Picked<T> = { found: T } | { instead: Planned };

const most = 50;

/** The item whose name stands in the sentence: whole, or every word of it in any form; the longest name wins. */
export function named<T extends Named>(turn: Turn, items: readonly T[]): T | null {
  const text = turn.words.text.toLowerCase();
  const hits = items.filter((item) => {
    const name = item.name.toLowerCase();
    if (turn.words.quoted.some((q) => q.toLowerCase() === name)) return true;
    const at = text.indexOf(name);
    if (name.length > 1 && at >= 0 && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ") && !/[\p{L}\p{N}]/u.test(text[at + name.length] ?? " ")) return true;
    const stems = name
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .map(stemOf);
    return stems.length > 0 && stems.every((s) => s.length > 2 && turn.words.stems.some((w) => nearly(w, s)));
  });
  return hits.toSorted((a, b) => b.name.length - a.name.length)[0] ?? null;
}

function choose<T extends Named>(turn: Turn, what: string, items: readonly T[], focused: string | undefined, none: string): Picked<T> {
  const byName = named(turn, items);
  if (byName) return { found: byName };
  const onPage = items.find((item) => item.id === focused);
  if (onPage) return { found: onPage };
  const [only] = items;
  if (!only) return { instead: { say: none } };
  if (items.length === 1) return { found: only };
  const choices: Choice[] = items.slice(0, 5).map((item) => ({ title: item.name, text: `${turn.sentence} (${what} "${item.name}")` }));
  return { instead: { say: `Which ${what} do you mean?`, choices } };
}

export async function pickProject(turn: Turn): Promise<Picked<Named>> {
  const { items } = await turn.ctx.call(listProjects, { status: "active", limit: most });
  return choose(turn, "project", items, turn.focus.projectId, "There is no project yet. Say “create a project called …” first.");
}

function scope(turn: Turn): { projectId?: string } {
  return turn.focus.projectId === undefined ? {} : { projectId: turn.focus.projectId };
}

export async function pickDataset(turn: Turn): Promise<Picked<Named & { projectId: string; target: string | null; latestVersion: number }>> {
  const { items } = await turn.ctx.call(listDatasets, { ...scope(turn), sort: "updatedAt", limit: most });
  return choose(turn, "dataset", items, turn.focus.datasetId, "There is no dataset here yet. Attach a CSV file, or say “add the titanic sample”.");
}

export async function pickTraining(turn: Turn): Promise<Picked<Named & { projectId: string; status: string; datasetId: string; target: string }>> {
  const { items } = await turn.ctx.call(listTrainings, { ...scope(turn), limit: most });
  const usable = items.filter((t) => t.status !== "failed");
  const [latest] = usable;
  if (!named(turn, usable) && !usable.some((t) => t.id === turn.focus.trainingId) && latest) return { found: latest };
  return choose(turn, "training", usable, turn.focus.trainingId, "Nothing was trained here yet. Say “train a model on this dataset”.");
}

export async function pickModel(
  turn: Turn,
): Promise<Picked<Named & { projectId: string; latestVersion: number; stagingVersion: number | null; productionVersion: number | null }>> {
  const { items } = await turn.ctx.call(listModels, { ...scope(turn), sort: "updatedAt", limit: most });
  const made = items.flatMap((model) => (model.latestVersion === null ? [] : [{ ...model, latestVersion: model.latestVersion }]));
  return choose(turn, "model", made, turn.focus.modelId, "No model is registered here yet. Train one, then say “register the best model”.");
}

export async function pickDeployment(turn: Turn): Promise<Picked<Named & { projectId: string; modelId: string; modelVersion: number; environment: string }>> {
  const { items } = await turn.ctx.call(listDeployments, { ...scope(turn), sort: "updatedAt", limit: most });
  const wanted = /\bprod/i.test(turn.words.text) ? "production" : /\bstag/i.test(turn.words.text) ? "staging" : null;
  const there = wanted === null ? items : items.filter((d) => d.environment === wanted);
  const candidates = there.length > 0 ? there : items;
  const ofModel = candidates.filter((d) => d.modelId === turn.focus.modelId);
  return choose(
    turn,
    "deployment",
    ofModel.length > 0 ? ofModel : candidates,
    turn.focus.deploymentId,
    "Nothing is deployed here yet. Say “deploy this model to staging”.",
  );
}
