/** Of all traces, how many pass one filter, the other, and both. */
export interface Counts {
  total: number;
  filter1: number;
  filter2: number;
  joint: number;
}

/**
 * Normalised pointwise mutual information of two filters, in [−1, 1]; null where one of them passes nothing.
 * `npmiSmoothed` adds Jeffreys' prior (0.5) to every cell of the 2×2 table, for small counts.
 * Bouma, "Normalized (Pointwise) Mutual Information in Collocation Extraction", GSCL 2009.
 */
export function npmi({ total, filter1, filter2, joint }: Counts): { npmi: number | null; npmiSmoothed: number | null } {
  const cells = [joint, filter1 - joint, filter2 - joint, total - filter1 - filter2 + joint] as const;
  if (filter1 === 0 || filter2 === 0 || cells.some((n) => n < 0)) return { npmi: null, npmiSmoothed: null };
  return { npmi: joint === 0 ? -1 : normalised(cells, 0), npmiSmoothed: normalised(cells, 0.5) };
}

function normalised([both, first, second, neither]: readonly [number, number, number, number], prior: number): number {
  if (first === 0 && second === 0 && neither === 0) return 1;
  const n11 = both + prior;
  const total = both + first + second + neither + 4 * prior;
  const information = Math.log(n11) + Math.log(total) - Math.log(n11 + first + prior) - Math.log(n11 + second + prior);
  return Math.max(-1, Math.min(1, information / (Math.log(total) - Math.log(n11))));
}
