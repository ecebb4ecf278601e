import * as z from "zod";
import { Timestamp } from "../../../kernel/contract/common.ts";

/** What a profile says of one column; numbers are over all rows of the version. */
export const ColumnProfile = z.object({
  name: z.string(),
  type: z.enum(["number", "integer", "boolean", "string", "date", "timestamp"]),
  count: z.int().meta({ description: "Values present" }),
  missing: z.int(),
  missing01: z.number(),
  distinct: z.int().meta({ description: "Distinct present values, exact" }),
  constant: z.boolean(),
  idLike: z.boolean().meta({ description: "Whole numbers or text, all present and all different: names a row rather than describes it" }),
  leaking: z.boolean().meta({ description: "Says the target almost exactly (association of at least 0.99)" }),
  numeric: z
    .object({
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      sd: z.number().nullable().meta({ description: "Sample standard deviation (n - 1)" }),
      skew: z.number().nullable().meta({ description: "Adjusted Fisher-Pearson coefficient, as pandas gives it" }),
      kurtosis: z.number().nullable().meta({ description: "Excess kurtosis, sample-adjusted" }),
      quantiles: z.object({ p01: z.number(), p05: z.number(), p25: z.number(), p50: z.number(), p75: z.number(), p95: z.number(), p99: z.number() }),
      zeros: z.int(),
      negatives: z.int(),
      outliers: z.int().meta({ description: "Values beyond 1.5 interquartile ranges from the quartiles" }),
      histogram: z.object({ edges: z.array(z.number()), counts: z.array(z.int()) }),
    })
    .nullable(),
  text: z.object({ minLength: z.int(), maxLength: z.int(), meanLength: z.number(), blank: z.int().meta({ description: "Only white space" }) }).nullable(),
  range: z.object({ first: z.string(), last: z.string() }).nullable().meta({ description: "Dates and times: first and last" }),
  top: z.array(z.object({ value: z.string(), count: z.int() })).meta({ description: "Most frequent values, at most 10" }),
});
export type ColumnProfile = z.output<typeof ColumnProfile>;

export const AssociationKind = z.enum(["pearson", "spearman", "cramersV", "correlationRatio"]);

export const Correlation = z.object({
  a: z.string(),
  b: z.string(),
  kind: AssociationKind,
  value: z.number().nullable().meta({ description: "Pearson, Spearman: -1 to 1; Cramér's V, correlation ratio: 0 to 1; null where undefined" }),
});
export type Correlation = z.output<typeof Correlation>;

export const TargetAssociation = z.object({
  column: z.string(),
  kind: AssociationKind,
  value01: z.number().nullable().meta({ description: "Strength without sign" }),
});

export const Quality = z.object({
  score: z.number().meta({ description: "0 to 100: 100 × (0.40 completeness + 0.20 uniqueness + 0.20 informativeness + 0.20 regularity)" }),
  completeness01: z.number().meta({ description: "Share of cells that are present" }),
  uniqueness01: z.number().meta({ description: "Share of rows that do not repeat an earlier one" }),
  informativeness01: z.number().meta({ description: "1 - (constant columns + half of the id-like columns) / columns" }),
  regularity01: z.number().meta({ description: "1 - share of present numeric values beyond 1.5 interquartile ranges and of present text that is blank" }),
});

export const Profile = z.object({
  rowCount: z.int(),
  columnCount: z.int(),
  missingCells: z.int(),
  duplicateRows: z.int().meta({ description: "Rows equal to an earlier one in every column" }),
  columns: z.array(ColumnProfile),
  correlations: z.array(Correlation).meta({ description: "Pairs a < b by column order; columns of many different texts take no part" }),
  correlated: z.object({
    numeric: z.array(z.string()),
    categorical: z.array(z.string()),
    leftOut: z.array(z.string()).meta({ description: "Columns without correlations: too many values, constant, or beyond the limit" }),
  }),
  target: z.string().nullable(),
  targetAssociations: z.array(TargetAssociation).meta({ description: "Strongest first" }),
  quality: Quality,
  notes: z.array(z.string()),
  computedAt: Timestamp,
  tookMs: z.number(),
});
export type Profile = z.output<typeof Profile>;
