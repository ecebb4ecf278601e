import { featuresOf } from "./features.ts";

/** Weights learned from the corpus: for each feature, what it says for (+) or against (−) each meaning. */
export interface Table {
  meanings: readonly string[];
  bias: readonly number[];
  /** Stems the corpus holds, for mending typing errors. */
  stems: ReadonlySet<string>;
  /** By feature: meaning and weight in turns. */
  weights: ReadonlyMap<string, readonly number[]>;
}

export interface Likely {
  meaning: string;
  share01: number;
}

/** The meaning of a sentence that asks for nothing we do. */
export const outside = "none";

/**
 * How likely each meaning is, likeliest first: the softmax of a weighted sum over the sentence's features, each
 * counting 1/√n. Meanings not in `among` are left out before the shares are formed.
 */
export function weigh(text: string, table: Table, among: ReadonlySet<string>): Likely[] {
  const features = featuresOf(text, table.stems);
  const sums = Float64Array.from(table.bias);
  const unit = 1 / Math.sqrt(Math.max(1, features.length));
  for (const feature of features) {
    const row = table.weights.get(feature) ?? [];
    for (let i = 0; i + 1 < row.length; i += 2) sums[row[i] ?? 0] = (sums[row[i] ?? 0] ?? 0) + unit * (row[i + 1] ?? 0);
  }
  const possible = table.meanings.flatMap((meaning, i) => (meaning === outside || among.has(meaning) ? [{ meaning, sum: sums[i] ?? 0 }] : []));
  const most = Math.max(...possible.map((p) => p.sum));
  const all = possible.reduce((total, p) => total + Math.exp(p.sum - most), 0);
  return possible.map((p) => ({ meaning: p.meaning, share01: Math.exp(p.sum - most) / all })).toSorted((a, b) => b.share01 - a.share01);
}
