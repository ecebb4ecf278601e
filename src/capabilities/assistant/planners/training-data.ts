import { getVersion } from "../../registry/contract/versions.ts";
import type { Turn } from "./turn.ts";

/** The dataset a model version was trained on, where its run named one. */
export async function getModelVersionDataset(turn: Turn, modelId: string, version: number): Promise<string | null> {
  return (await turn.ctx.call(getVersion, { modelId, version })).datasetId;
}
