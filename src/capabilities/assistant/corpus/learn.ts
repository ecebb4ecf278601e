import { featuresOf } from "../domain/features.ts";
import { wordsOf } from "../domain/words.ts";
import type { Said } from "./expand.ts";

/** The learned table as it is stored: weights by feature, as meaning and weight in turns. */
export interface Learned {
  meanings: string[];
  bias: number[];
  stems: string[];
  weights: Record<string, number[]>;
}

const rounds = 40;
const stepSize = 0.5;
const decay = 2e-5;
const rarest = 4;
const least = 1;

/**
 * Logistic regression over all meanings (softmax), each meaning counting the same however many sentences it has;
 * AdaGrad in a fixed order, so that the same corpus gives the same table.
 */
export function learn(said: readonly Said[]): Learned {
  const meanings = [...new Set(said.map((s) => s.meaning))].toSorted();
  const stems = counted(
    said.map((s) => new Set(wordsOf(s.text).stems)),
    rarest,
  );
  const known = new Set(stems);
  const rows = said.map((s) => featuresOf(s.text, known));
  const names = counted(
    rows.map((r) => new Set(r)),
    rarest,
  );
  const index = new Map(names.map((name, i) => [name, i]));
  const k = meanings.length;
  const share = new Map(meanings.map((m) => [m, said.length / k / said.filter((s) => s.meaning === m).length]));
  const weights = new Float64Array(names.length * k);
  const seen = new Float64Array(names.length * k).fill(1e-6);
  const bias = new Float64Array(k);
  const order = said.map((_, i) => (i * 7919) % said.length);
  const sums = new Float64Array(k);
  for (let round = 0; round < rounds; round += 1)
    for (const at of order) {
      const features = rows[at] ?? [];
      const unit = 1 / Math.sqrt(Math.max(1, features.length));
      const columns = features.flatMap((f) => index.get(f) ?? []);
      sums.set(bias);
      for (const c of columns) for (let m = 0; m < k; m += 1) sums[m] = (sums[m] ?? 0) + unit * (weights[c * k + m] ?? 0);
      const most = Math.max(...sums);
      let all = 0;
      for (let m = 0; m < k; m += 1) all += Math.exp((sums[m] ?? 0) - most);
      const truth = meanings.indexOf(said[at]?.meaning ?? "");
      const count = share.get(said[at]?.meaning ?? "") ?? 1;
      for (let m = 0; m < k; m += 1) {
        const wrong = count * (Math.exp((sums[m] ?? 0) - most) / all - (m === truth ? 1 : 0));
        bias[m] = (bias[m] ?? 0) - 0.005 * wrong;
        for (const c of columns) {
          const cell = c * k + m;
          const slope = wrong * unit + decay * (weights[cell] ?? 0);
          seen[cell] = (seen[cell] ?? 0) + slope * slope;
          weights[cell] = (weights[cell] ?? 0) - (stepSize * slope) / Math.sqrt(seen[cell] ?? 1);
        }
      }
    }
  const table: Record<string, number[]> = {};
  for (const [name, c] of index) {
    const row: number[] = [];
    for (let m = 0; m < k; m += 1) if (Math.abs(weights[c * k + m] ?? 0) >= least) row.push(m, rounded(weights[c * k + m] ?? 0));
    if (row.length > 0) table[name] = row;
  }
  return { meanings, bias: [...bias].map(rounded), stems, weights: table };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Everything that stands in at least so many of the sets, in order of the alphabet. */
function counted(sets: readonly ReadonlySet<string>[], atLeast: number): string[] {
  const counts = new Map<string, number>();
  for (const set of sets) for (const item of set) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts]
    .filter(([, n]) => n >= atLeast)
    .map(([item]) => item)
    .toSorted();
}
