import { cutsOf, type FeatureReference, type Reference } from "./reference.ts";

/** One feature's place in the flat arrays of a sketch. */
export interface Slice {
  name: string;
  /** First of `bins` counts, then missing, then (categories only) other. */
  at: number;
  bins: number;
  /** Place in sums (two per number), lows and highs; -1 for categories. */
  moment: number;
  cuts: number[] | null;
  index: Map<string, number> | null;
  /** Moments are taken around this value, so that squares keep their digits. */
  origin: number;
}

/** Where each feature of a reference stands in the flat arrays; the last slice may be the prediction. */
export interface Layout {
  slices: Slice[];
  prediction: Slice | null;
  counts: number;
  moments: number;
}

/** The prediction's name in a layout; no column can have it, because a column name is never empty. */
const predictionName = "";

export function layoutOf(reference: Reference): Layout {
  let counts = 0;
  let moments = 0;
  const slice = (name: string, feature: FeatureReference): Slice => {
    const number = feature.kind === "number";
    const made: Slice = {
      name,
      at: counts,
      bins: feature.counts.length,
      moment: number ? moments : -1,
      cuts: number ? cutsOf(feature) : null,
      index: number ? null : new Map(feature.categories.map((category, i) => [category, i])),
      origin: number ? (feature.mean ?? 0) : 0,
    };
    counts += feature.counts.length + 1 + (number ? 0 : 1);
    moments += number ? 1 : 0;
    return made;
  };
  // By name: a reference loses the order of its keys on its way through jsonb.
  const names = Object.keys(reference.features).toSorted((a, b) => (a < b ? -1 : 1));
  const slices = names.flatMap((name) => {
    const feature = reference.features[name];
    return feature ? [slice(name, feature)] : [];
  });
  const prediction = reference.prediction ? slice(predictionName, reference.prediction) : null;
  return { slices, prediction, counts, moments };
}

/** What one row of serving.pub_sketches holds, in the layout of its revision's reference. */
export interface Sketch {
  rows: number;
  counts: number[];
  /** Σ(x − origin) and Σ(x − origin)², alternating. */
  sums: number[];
  lows: number[];
  highs: number[];
}
