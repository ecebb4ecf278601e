import * as z from "zod";

const NumberReference = z.object({
  kind: z.literal("number"),
  edges: z.array(z.number()),
  counts: z.array(z.number()),
  missing: z.number().default(0),
  mean: z.number().nullish(),
  sd: z.number().nullish(),
});
const CategoryReference = z.object({
  kind: z.literal("category"),
  categories: z.array(z.string()),
  counts: z.array(z.number()),
  missing: z.number().default(0),
  other: z.number().default(0),
});
const Feature = z.discriminatedUnion("kind", [NumberReference, CategoryReference]);
export type FeatureReference = z.output<typeof Feature>;

/** What the trainer wrote about the rows a model was trained on. */
export const Reference = z.object({
  rows: z.number(),
  features: z.record(z.string(), Feature),
  prediction: Feature.nullish(),
});
export type Reference = z.output<typeof Reference>;

/**
 * Cut points, as float32 (what models see), between the bins of a number, so that bin = how many cuts are ≤ x. The outer bins are open:
 * a value beyond the training range falls into the first or last one.
 * Edges may be given closed (one more than counts) or as the cuts themselves (one fewer than counts).
 */
export function cutsOf(reference: Extract<FeatureReference, { kind: "number" }>): number[] {
  return (reference.edges.length > reference.counts.length ? reference.edges.slice(1, -1) : reference.edges).map(Math.fround);
}
