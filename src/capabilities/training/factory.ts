import type { World } from "../../../tests/world.ts";
import type { InputFactories } from "../../../tests/world.ts";
import { uploadDataset } from "../datasets/contract.ts";
import { startTraining, type Training, getTraining } from "./contract.ts";

/** A passenger list as CSV: an id, two classes, missing ages, a code, a column without values. Always the same rows. */
export function passengersCsv(rows = 160): string {
  const lines = ["PassengerId,Survived,Pclass,Sex,Age,Fare,Cabin,Boat"];
  let state = 7;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let i = 1; i <= rows; i += 1) {
    const [woman, pclass] = [next() < 0.4, 1 + Math.floor(next() * 3)];
    const survived = next() < (woman ? 0.85 : 0.2) - 0.08 * (pclass - 2) ? 1 : 0;
    const age = next() < 0.2 ? "" : (1 + next() * 70).toFixed(1);
    const cabin = next() < 0.3 ? `${"ABCDE"[Math.floor(next() * 5)]}${1 + Math.floor(next() * 140)}` : "";
    lines.push(`${i},${survived},${pclass},${woman ? "female" : "male"},${age},${(5 + next() * 80).toFixed(2)},${cabin},`);
  }
  return `${lines.join("\n")}\n`;
}

/** A dataset over the passengers, or over other rows. */
export async function aTable(w: World, csv = passengersCsv()): Promise<string> {
  const { dataset } = await w.upload(uploadDataset, { projectId: w.projectId, name: `passengers ${w.unique()}` }, csv, "passengers.csv");
  return dataset.id;
}

type Started = { trainingId: string; jobId: string; runId: string };

/** A queued training of the cheapest algorithm. */
export async function aTraining(w: World): Promise<Started> {
  return await w.call(startTraining, {
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    algorithms: ["logistic_regression"],
    folds: 2,
  });
}

/** The same, run to its end. */
export async function aFinishedTraining(w: World): Promise<Training> {
  const { trainingId } = await aTraining(w);
  await w.drainJobs();
  return await w.call(getTraining, { trainingId });
}

export const inputs: InputFactories = {
  "training.recommend": async (w) => ({ datasetId: await aTable(w), target: "Survived" }),
  "training.start": async (w) => ({
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    algorithms: ["logistic_regression"],
    folds: 2,
  }),
  "training.repeat": async (w) => ({ trainingId: (await aTraining(w)).trainingId }),
  "training.get": async (w) => ({ trainingId: (await aTraining(w)).trainingId }),
  "training.list": async (w) => ({ projectId: w.projectId }),
  "training.cancel": async (w) => ({ trainingId: (await aTraining(w)).trainingId }),
  "training.watch": async (w) => ({ trainingId: (await aTraining(w)).trainingId }),
  "training.download": async (w) => ({ trainingId: (await aFinishedTraining(w)).id }),
};
