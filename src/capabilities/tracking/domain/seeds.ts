import { seedKeys } from "../contract/columns.ts";
import type { Paired } from "../contract/compare.ts";
import { holm, pairedTest } from "./paired.ts";

export interface Repetition {
  id: string;
  params: Record<string, string>;
  value: number | null;
}

/** A configuration with its runs by seed. */
export interface SeedGroup {
  /** The run it was asked for. */
  runId: string;
  members: ReadonlySet<string>;
  bySeed: ReadonlyMap<string, number>;
}

/** The parameter that names the seed, where a run has one. */
export function seedKeyOf(params: Record<string, string>): string | null {
  return seedKeys.find((key) => params[key] !== undefined) ?? null;
}

/** Runs of one configuration by seed; of two with the same seed the later one counts. */
export function seedGroup(runId: string, repetitions: readonly Repetition[]): SeedGroup {
  const bySeed = new Map<string, number>();
  for (const { params, value } of repetitions) {
    const key = seedKeyOf(params);
    const seed = key === null ? undefined : params[key];
    if (seed !== undefined && value !== null && Number.isFinite(value)) bySeed.set(seed, value);
  }
  return { runId, members: new Set(repetitions.map((r) => r.id)), bySeed };
}

export function summaryOf(group: SeedGroup): { runId: string; seeds: number; mean: number | null; sd: number | null } {
  const values = [...group.bySeed.values()];
  const n = values.length;
  const mean = n === 0 ? null : values.reduce((sum, v) => sum + v, 0) / n;
  const sd = mean === null || n < 2 ? null : Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1));
  return { runId: group.runId, seeds: n, mean, sd };
}

/** Every pair of groups over the seeds both have; p values of the same kind are adjusted together. */
export function comparisonsOf(groups: readonly SeedGroup[]): Paired[] {
  const tested = groups.flatMap((a, i) =>
    groups.slice(i + 1).map((b, j) => {
      const seeds = [...a.bySeed.keys()].filter((seed) => b.bySeed.has(seed)).toSorted((x, y) => x.localeCompare(y, undefined, { numeric: true }));
      const pairs = seeds.map((seed) => ({ seed, a: a.bySeed.get(seed) ?? 0, b: b.bySeed.get(seed) ?? 0 }));
      return {
        a: i,
        b: i + 1 + j,
        pairs,
        test: pairedTest(
          pairs.map((p) => p.a),
          pairs.map((p) => p.b),
        ),
      };
    }),
  );
  const byT = holm(tested.map(({ test }) => test.t?.p ?? null));
  const byRank = holm(tested.map(({ test }) => test.wilcoxon?.p ?? null));
  return tested.map(({ a, b, pairs, test }, i) => ({
    a,
    b,
    pairs,
    n: test.n,
    meanDifference: test.n === 0 ? null : test.mean,
    interval: test.interval,
    t: test.t && { ...test.t, holmP: byT[i] ?? test.t.p },
    wilcoxon: test.wilcoxon && { ...test.wilcoxon, holmP: byRank[i] ?? test.wilcoxon.p },
    effect: test.effect,
  }));
}
