import { readFileSync } from "node:fs";
import type { Learned } from "../corpus/learn.ts";
import type { Table } from "../domain/linear.ts";

const gen = new URL("../../../../gen/assistant/", import.meta.url);

/** The table as stored: a feature on each line, so that a change of the corpus reads as a diff. */
export function listed(learned: Learned): string {
  const { weights, ...rest } = learned;
  const lines = Object.entries(weights).map(([feature, row]) => `${JSON.stringify(feature)}:${JSON.stringify(row)}`);
  return `${JSON.stringify(rest).slice(0, -1)},"weights":{\n${lines.join(",\n")}\n}}\n`;
}

/** A learned table made ready for reading sentences. */
export function tableOf(learned: Learned): Table {
  return { meanings: learned.meanings, bias: learned.bias, stems: new Set(learned.stems), weights: new Map(Object.entries(learned.weights)) };
}

/** The weights of a language, from `gen/assistant/`; made by write-weights.ts. */
export function weightsOf(language: string): Table {
  return tableOf(JSON.parse(readFileSync(new URL(`${language}.json`, gen), "utf8")) as Learned);
}
