import type { InputFactories, World } from "../../../tests/world.ts";
import { uploadDataset } from "./contract.ts";

/** Two numeric columns, a category, gaps, a repeated row, an outlier and a target. */
export const smallCsv = [
  "age,income,city,bought",
  "31,4200.5,Köln,yes",
  "45,,Berlin,no",
  ",3900,Berlin,no",
  "31,4200.5,Köln,yes",
  "28,3100,,yes",
  "52,99000,Bonn,no",
  "39,4100,Bonn,yes",
  "",
].join("\n");

export async function aDataset(w: Pick<World, "upload" | "projectId" | "unique">, csv: string = smallCsv, target?: string): Promise<string> {
  const { dataset } = await w.upload(uploadDataset, { projectId: w.projectId, name: `table ${w.unique()}`, ...(target ? { target } : {}) }, csv, "table.csv");
  return dataset.id;
}

export const inputs: InputFactories = {
  "datasets.upload": async (w) => ({ projectId: w.projectId, name: w.unique() }),
  "datasets.samples": async () => ({}),
  "datasets.addSample": async (w) => ({ projectId: w.projectId, sample: "titanic", name: w.unique() }),
  "datasets.list": async (w) => ({ projectId: w.projectId, sort: "name" }),
  "datasets.get": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.update": async (w) => ({ datasetId: await aDataset(w), target: "bought", description: "Who bought" }),
  "datasets.remove": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.versions": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.getVersion": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.preview": async (w) => ({ datasetId: await aDataset(w), filter: "age > 30 and city = 'Berlin'", sort: "age" }),
  "datasets.profile": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.getProfile": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.suggestCleaning": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.previewCleaning": async (w) => ({ datasetId: await aDataset(w), steps: [{ kind: "dropDuplicates" }] }),
  "datasets.clean": async (w) => ({ datasetId: await aDataset(w), steps: [{ kind: "impute", strategy: "auto" }] }),
  "datasets.diff": async (w) => ({ datasetId: await aDataset(w), from: 1, to: 1 }),
  "datasets.download": async (w) => ({ datasetId: await aDataset(w) }),
  "datasets.watch": async (w) => ({ datasetId: await aDataset(w) }),
};
