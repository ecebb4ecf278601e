import { readFile } from "node:fs/promises";
import type { InputFactories, World } from "../../../tests/world.ts";
import { uploadDataset } from "../datasets/contract.ts";
import { registerModel } from "../registry/contract/versions.ts";
import { createDeployment } from "../serving/contract.ts";
import { logArtifact } from "../tracking/contract/artifacts.ts";
import { createRun, updateRun } from "../tracking/contract/runs.ts";
import type { Training } from "../training/contract.ts";
import { aFinishedTraining } from "../training/factory.ts";
import type { FeatureReference, Reference } from "../serving/contract/reference.ts";
import { seeded } from "./domain/sample.ts";

export type PassengerRow = Record<string, string | number | null>;

/** Rows shaped like the Titanic's: few-valued numbers, a skewed one, missing values, categories. */
export function titanicLike(rows: number, seed: number): PassengerRow[] {
  const random = seeded(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pick = <T>(values: readonly T[], weights: readonly number[]): T => {
    let left = random();
    const at = weights.findIndex((w) => (left -= w) < 0);
    return values[at < 0 ? values.length - 1 : at] as T;
  };
  return Array.from({ length: rows }, () => {
    const cls = pick([1, 2, 3], [0.24, 0.21, 0.55]);
    const age = Math.min(80, Math.max(0.5, Math.round(29 + 14 * normal())));
    return {
      Pclass: cls,
      Sex: pick(["male", "female"], [0.65, 0.35]),
      Age: random() < 0.2 ? null : age,
      SibSp: pick([0, 1, 2, 3], [0.68, 0.23, 0.06, 0.03]),
      Parch: pick([0, 1, 2], [0.76, 0.13, 0.11]),
      Fare: Math.round(Math.exp(2.2 + (3 - cls) * 0.8 + 0.6 * normal()) * 100) / 100,
      Embarked: random() < 0.002 ? null : pick(["S", "C", "Q"], [0.72, 0.19, 0.09]),
    };
  });
}

/** The reference the trainer would write about these rows: quantile bins, few values each a bin of their own. */
export function referenceOf(rows: readonly PassengerRow[]): Reference {
  const names = Object.keys(rows[0] ?? {});
  return { rows: rows.length, features: Object.fromEntries(names.map((name) => [name, summary(rows.map((row) => row[name] ?? null))])) };
}

function summary(values: readonly (string | number | null)[]): FeatureReference {
  const present = values.filter((v) => v !== null);
  const missing = values.length - present.length;
  if (present.some((v) => typeof v === "string")) {
    const categories = [...new Set(present.map(String))];
    return { kind: "category", categories, counts: categories.map((c) => present.filter((v) => v === c).length), missing, other: 0 };
  }
  const numbers = present.map((v) => Math.fround(Number(v))).toSorted((a, b) => a - b);
  const edges = edgesOf(numbers);
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const counts = edges.slice(1).map((high, i) => numbers.filter((x) => x >= (edges[i] ?? 0) && (x < high || i === edges.length - 2)).length);
  return { kind: "number", edges, counts, missing, mean, sd: Math.sqrt(numbers.reduce((s, x) => s + (x - mean) ** 2, 0) / numbers.length) };
}

function edgesOf(sorted: readonly number[]): number[] {
  const unique = [...new Set(sorted)];
  if (unique.length <= 20) return [unique[0] ?? 0, ...unique.slice(1).map((x, i) => (x + (unique[i] ?? 0)) / 2), unique.at(-1) ?? 1];
  const at = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  return [...new Set(Array.from({ length: 11 }, (_, i) => at(i / 10)))];
}

/** Columns of the `survival` graphs and their target. */
function survivalRows(rows: number, seed: number): PassengerRow[] {
  return titanicLike(rows, seed).map(({ Age, Fare, Sex }, i) => ({
    PassengerId: i + 1,
    Survived: Sex === "female" ? 1 : 0,
    Age: Age ?? null,
    Fare: Fare ?? null,
    Sex: Sex ?? null,
  }));
}

function csvOf(rows: readonly PassengerRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [names.join(","), ...rows.map((row) => names.map((name) => row[name] ?? "").join(","))].join("\n");
}

export interface Monitored {
  deploymentId: string;
  datasetId: string;
  runId: string;
  modelId: string;
}

/** A deployment of a model that knows its training data: 891 Titanic-like rows, with the reference the trainer would have written. */
export async function aMonitoredDeployment(w: World, seed = 7): Promise<Monitored> {
  const rows = survivalRows(891, seed);
  const { dataset } = await w.upload(
    uploadDataset,
    { projectId: w.projectId, name: `passengers ${w.unique()}`, target: "Survived" },
    csvOf(rows),
    "passengers.csv",
  );
  const reference = referenceOf(rows.map(({ Age, Fare, Sex }) => ({ Age: Age ?? null, Fare: Fare ?? null, Sex: Sex ?? null })));
  const prediction = { kind: "category", categories: ["0", "1"], counts: [550, 341], missing: 0, other: 0 };
  const run = await w.call(createRun, { projectId: w.projectId, datasetId: dataset.id, datasetVersion: 1, params: { algorithm: "logistic_regression" } });
  const fixture = (file: string): Promise<Buffer> => readFile(new URL(`../registry/fixtures/survival-1/${file}`, import.meta.url));
  const files: Record<string, string | Uint8Array> = {
    "model.onnx": await fixture("model.onnx"),
    "signature.json": await fixture("signature.json"),
    "gate.json": await fixture("gate.json"),
    "reference.json": JSON.stringify({ ...reference, prediction }),
    "native.joblib": "bytes of the library's own format",
  };
  for (const [name, content] of Object.entries(files)) {
    const stored = await w.services.objects.putContent(w.workspaceId, content);
    await w.call(logArtifact, { runId: run.id, path: `model/${name}`, ...stored });
  }
  await w.call(updateRun, { runId: run.id, status: "finished" });
  const { modelId } = await w.call(registerModel, { projectId: w.projectId, name: `survival ${w.unique()}`, runId: run.id });
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, name: `m-${w.unique()}`, modelId });
  return { deploymentId: deployment.id, datasetId: dataset.id, runId: run.id, modelId };
}

/** A deployment of a model that was trained here, by the real trainer. */
export async function aTrainedDeployment(w: World): Promise<Monitored & { training: Training }> {
  const training = await aFinishedTraining(w);
  const runId = training.bestRunId ?? "";
  const { modelId } = await w.call(registerModel, { projectId: w.projectId, name: `trained ${w.unique()}`, runId });
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, name: `m-${w.unique()}`, modelId });
  return { deploymentId: deployment.id, datasetId: training.datasetId, runId, modelId, training };
}

async function monitored(w: World): Promise<{ deploymentId: string }> {
  return { deploymentId: (await aMonitoredDeployment(w)).deploymentId };
}

export const inputs: InputFactories = {
  "monitoring.current": monitored,
  "monitoring.drift": monitored,
  "monitoring.traffic": monitored,
  "monitoring.simulate": async (w) => ({ ...(await monitored(w)), shifts: [{ feature: "Age", sd: 2 }], rows: 100 }),
  "monitoring.advice": monitored,
  "monitoring.watch": monitored,
  "monitoring.retrain": async (w) => ({ deploymentId: (await aTrainedDeployment(w)).deploymentId }),
  "monitoring.compare": async (w) => {
    const { deploymentId, training } = await aTrainedDeployment(w);
    return { deploymentId, trainingId: training.id };
  },
};
