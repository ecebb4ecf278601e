import { layoutOf, type Sketch, type Slice } from "../../serving/contract/layout.ts";
import type { FeatureReference, Reference } from "../../serving/contract/reference.ts";
import type { FeatureDrift } from "../contract/shapes.ts";
import { chiSquare, holm, ks, psi, shares } from "./statistics.ts";

/**
 * Limits of drift. A feature drifts when PSI reaches 0.2 (the usual reading: 0.1 moving, 0.2 shifted) AND the chi-square
 * test agrees after Holm's correction; PSI alone would name features in small windows, the test alone in large ones.
 * Alpha 0.001: at 0.01, 2 of 400 unshifted windows of 100 rows named a feature; a live page looks often.
 */
export const limits = { psi: 0.2, psiModerate: 0.1, alpha: 0.001, minRows: 100, minPerformance01: 0.8 } as const;

export interface Judged {
  features: FeatureDrift[];
  prediction: FeatureDrift | null;
  drifted: string[];
  score: number | null;
}

/** Sums sketches of one layout. */
export function merged(reference: Reference, sketches: readonly Sketch[]): Sketch {
  const layout = layoutOf(reference);
  const sum: Sketch = {
    rows: 0,
    counts: new Array<number>(layout.counts).fill(0),
    sums: new Array<number>(layout.moments * 2).fill(0),
    lows: new Array<number>(layout.moments).fill(Infinity),
    highs: new Array<number>(layout.moments).fill(-Infinity),
  };
  for (const one of sketches) {
    sum.rows += one.rows;
    sum.counts = sum.counts.map((n, i) => n + (one.counts[i] ?? 0));
    sum.sums = sum.sums.map((n, i) => n + (one.sums[i] ?? 0));
    sum.lows = sum.lows.map((n, i) => Math.min(n, one.lows[i] ?? Infinity));
    sum.highs = sum.highs.map((n, i) => Math.max(n, one.highs[i] ?? -Infinity));
  }
  return sum;
}

/** Compares a window with the training reference, feature by feature. `judgePrediction` false shows the prediction without judging it. */
export function judge(reference: Reference, sketch: Sketch, judgePrediction: boolean): Judged {
  const layout = layoutOf(reference);
  const measured = layout.slices.flatMap((slice) => {
    const feature = reference.features[slice.name];
    return feature ? [measure(slice.name, feature, slice, sketch)] : [];
  });
  const prediction = layout.prediction && reference.prediction ? measure("prediction", reference.prediction, layout.prediction, sketch) : null;
  const family = prediction && judgePrediction ? [...measured, prediction] : measured;
  const adjusted = holm(family.map((one) => one.chiSquare.pValue));
  family.forEach((one, i) => decide(one, adjusted[i] ?? 1, sketch.rows >= limits.minRows));
  return {
    features: measured,
    prediction,
    drifted: measured.filter((one) => one.drifted).map((one) => one.name),
    score: measured.length === 0 ? null : Math.max(...measured.map((one) => one.psi)),
  };
}

function decide(one: FeatureDrift, adjustedP: number, enough: boolean): void {
  one.chiSquare.adjustedP = adjustedP;
  if (!enough || adjustedP >= limits.alpha) return;
  one.level = one.psi >= limits.psi ? "major" : one.psi >= limits.psiModerate ? "moderate" : "none";
  one.drifted = one.level === "major";
}

function measure(name: string, feature: FeatureReference, slice: Slice, sketch: Sketch): FeatureDrift {
  const number = feature.kind === "number";
  const bins = sketch.counts.slice(slice.at, slice.at + slice.bins);
  const missing = sketch.counts[slice.at + slice.bins] ?? 0;
  const unseen = number ? 0 : (sketch.counts[slice.at + slice.bins + 1] ?? 0);
  const reference = number ? [...feature.counts, feature.missing] : [...feature.counts, feature.other, feature.missing];
  const current = number ? [...bins, missing] : [...bins, unseen, missing];
  const rows = current.reduce((sum, n) => sum + n, 0);
  const mean = number ? meanOf(slice, sketch, rows - missing) : null;
  const referenceMean = number ? (feature.mean ?? null) : null;
  const sd = number ? (feature.sd ?? 0) : 0;
  const all = reference.reduce((sum, n) => sum + n, 0);
  return {
    name,
    kind: feature.kind,
    rows,
    psi: psi(reference, current),
    ks: number ? ks(feature.counts, bins) : null,
    chiSquare: { ...chiSquare(reference, current), adjustedP: 1 },
    missing01: rows === 0 ? 0 : missing / rows,
    referenceMissing01: all === 0 ? 0 : feature.missing / all,
    unseen01: rows === 0 ? 0 : unseen / rows,
    mean,
    referenceMean,
    shiftSd: mean !== null && referenceMean !== null && sd > 0 ? (mean - referenceMean) / sd : null,
    level: "none",
    drifted: false,
    bins: [...labels(feature), ...(number ? [] : ["other"]), "missing"],
    reference: shares(reference),
    current: shares(current),
  };
}

function meanOf(slice: Slice, sketch: Sketch, n: number): number | null {
  return n <= 0 ? null : slice.origin + (sketch.sums[2 * slice.moment] ?? 0) / n;
}

function labels(feature: FeatureReference): string[] {
  if (feature.kind === "category") return [...feature.categories];
  const cuts = feature.edges.length > feature.counts.length ? feature.edges.slice(1, -1) : feature.edges;
  const short = (x: number | undefined): string => String(Number((x ?? 0).toPrecision(4)));
  if (cuts.length === 0) return ["all"];
  return feature.counts.map((_, i) =>
    i === 0 ? `< ${short(cuts[0])}` : i === cuts.length ? `≥ ${short(cuts[i - 1])}` : `${short(cuts[i - 1])} to ${short(cuts[i])}`,
  );
}
