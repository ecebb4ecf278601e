import type { FeatureReference, Reference } from "../../serving/contract/reference.ts";
import type { Signature, SignatureInput } from "../../serving/contract/shapes.ts";

export interface Shift {
  feature: string;
  sd: number;
}

type Row = Record<string, unknown>;

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A uniform sample without replacement of whatever streams by (reservoir, Vitter 1985). */
export class Reservoir<T> {
  readonly kept: T[] = [];
  private seen = 0;
  private readonly size: number;
  private readonly random: () => number;

  constructor(size: number, random: () => number) {
    this.size = size;
    this.random = random;
  }

  offer(one: T): void {
    this.seen += 1;
    if (this.kept.length < this.size) this.kept.push(one);
    else {
      const at = Math.floor(this.random() * this.seen);
      if (at < this.size) this.kept[at] = one;
    }
  }
}

/** As many rows as asked for: more than there are repeat whole passes over the sample. */
export function repeated<T>(rows: readonly T[], n: number): T[] {
  return Array.from({ length: rows.length === 0 ? 0 : n }, (_, i) => rows[i % rows.length] as T);
}

/**
 * Shifts chosen features of a row. Numbers move by `sd` standard deviations of the training data; of booleans and
 * categories a share min(1, |sd| / 2) of the rows is redrawn from the values other than the most frequent one.
 * Missing numbers stay missing.
 */
export function shiftRow(row: Row, shifts: readonly Shift[], signature: Signature, reference: Reference, random: () => number): Row {
  const shifted = { ...row };
  for (const { feature, sd } of shifts) {
    const input = signature.inputs.find((i) => i.name === feature);
    const known = reference.features[feature];
    if (input && known && sd !== 0) shifted[feature] = shiftValue(row[feature], sd, input, known, random);
  }
  return shifted;
}

function shiftValue(value: unknown, sd: number, input: SignatureInput, reference: FeatureReference, random: () => number): unknown {
  if (input.type === "boolean") return random() < redrawn(sd) ? rareBoolean(reference) : value;
  if (reference.kind === "number") return typeof value === "number" ? moved(value, sd * (reference.sd ?? 0), input.type === "integer") : value;
  if (random() >= redrawn(sd)) return value;
  const usual = mostFrequent(reference);
  return drawn(reference, (category) => category !== usual, random) ?? value;
}

const redrawn = (sd: number): number => Math.min(1, Math.abs(sd) / 2);

function moved(value: number, by: number, whole: boolean): number {
  return whole ? Math.round(value + by) : value + by;
}

function rareBoolean(reference: FeatureReference): boolean {
  return reference.kind === "number" ? (reference.mean ?? 0) < 0.5 : mostFrequent(reference)?.toLowerCase() !== "true";
}

function mostFrequent(reference: Extract<FeatureReference, { kind: "category" }>): string | undefined {
  const highest = Math.max(...reference.counts);
  return reference.missing > highest ? undefined : reference.categories[reference.counts.indexOf(highest)];
}

function drawn(reference: Extract<FeatureReference, { kind: "category" }>, allowed: (category: string) => boolean, random: () => number): string | undefined {
  const choices = reference.categories.map((category, i) => ({ category, n: reference.counts[i] ?? 0 })).filter((c) => allowed(c.category) && c.n > 0);
  let left = random() * choices.reduce((sum, c) => sum + c.n, 0);
  for (const { category, n } of choices) {
    left -= n;
    if (left < 0) return category;
  }
  return choices.at(-1)?.category;
}

/** Why a feature cannot be shifted; null when it can. */
export function unshiftable(shift: Shift, signature: Signature, reference: Reference): string | null {
  const feature = reference.features[shift.feature];
  if (!signature.inputs.some((i) => i.name === shift.feature) || !feature)
    return `is not a feature of the model; accepted: ${signature.inputs.map((i) => i.name).join(", ")}`;
  if (shift.sd === 0) return null;
  if (feature.kind === "number") return (feature.sd ?? 0) > 0 ? null : "has one value in the training data, so it has no standard deviation to shift by";
  return feature.categories.some((c) => c !== mostFrequent(feature)) ? null : "has one category in the training data, so there is no other to redraw from";
}
