import type { Candidate } from "../contract.ts";
import { higherIsBetter } from "./algorithms.ts";

/**
 * Ranks the finished candidates by a metric, best first from 1; the others keep no rank.
 * A tie goes to the one that fitted faster.
 */
export function ranked(candidates: readonly Candidate[], metric: string): Candidate[] {
  const sign = higherIsBetter(metric) ? -1 : 1;
  const score = (candidate: Candidate): number => sign * (candidate.metrics[metric] ?? Number.NaN);
  const judged = candidates
    .filter((candidate) => candidate.status === "finished" && candidate.metrics[metric] !== undefined)
    .toSorted((a, b) => score(a) - score(b) || (a.fitSeconds ?? 0) - (b.fitSeconds ?? 0));
  const rest = candidates.filter((candidate) => !judged.includes(candidate));
  return [...judged.map((candidate, i) => ({ ...candidate, rank: i + 1 })), ...rest];
}
