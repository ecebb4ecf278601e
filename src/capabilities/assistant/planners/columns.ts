import { getVersion } from "../../datasets/contract.ts";
import type { Column } from "../../datasets/contract/shapes.ts";
import { nearly, stemOf } from "../domain/words.ts";
import type { Turn } from "./turn.ts";

/** Columns of the dataset that the sentence names, in the order they are named. */
export async function columnsIn(turn: Turn, datasetId: string): Promise<{ all: Column[]; named: Column[] }> {
  const { columns } = await turn.ctx.call(getVersion, { datasetId });
  return { all: columns, named: namedColumns(turn, columns) };
}

export function namedColumns(turn: Turn, columns: readonly Column[]): Column[] {
  const { text, quoted, stems } = turn.words;
  const at = (c: Column): number => {
    if (quoted.includes(c.name)) return text.indexOf(c.name);
    const exact = new RegExp(`(?<![\\p{L}\\p{N}_])${c.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_])`, "iu").exec(text);
    if (exact) return exact.index;
    const parts = c.name
      .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
      .filter(Boolean)
      .map(stemOf);
    const places = parts.map((p) => stems.findIndex((s) => nearly(s, p)));
    return parts.length > 0 && parts.join("").length > 3 && places.every((p) => p >= 0) ? (places[0] ?? 0) : -1;
  };
  return columns
    .map((column) => ({ column, place: at(column) }))
    .filter(({ place }) => place >= 0)
    .toSorted((a, b) => a.place - b.place)
    .map(({ column }) => column);
}
