import { getVersion } from "../../datasets/contract.ts";
import type { Column } from "../../datasets/contract/shapes.ts";
import { namedColumns } from "../domain/slots.ts";
import type { Turn } from "./turn.ts";

/** Columns of the dataset that the sentence names, in the order they are named. */
export async function columnsIn(turn: Turn, datasetId: string): Promise<{ all: Column[]; named: Column[] }> {
  const { columns } = await turn.ctx.call(getVersion, { datasetId });
  return { all: columns, named: namedColumns(turn.words, columns) };
}
