import * as z from "zod";

const name = z.string().min(1).max(200);
const names = z.array(name).min(1).max(5000);
const scalar = z.union([z.string().max(10_000), z.number(), z.boolean()]);

/** One step of a cleaning recipe. Steps run in order; each sees what the one before it left. */
export const Step = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("dropNonNumeric"),
    keep: names.optional().meta({ description: "Columns to keep although they are not numeric; the target is always kept" }),
  }),
  z.object({ kind: z.literal("dropColumns"), columns: names }),
  z.object({
    kind: z.literal("impute"),
    columns: names.optional().meta({ description: "Default: every column with missing values, except the target" }),
    strategy: z.enum(["auto", "mean", "median", "mode", "constant"]).meta({ description: "auto: median for numbers, most frequent value for the rest" }),
    value: scalar.optional().meta({ description: "The constant, where the strategy is constant" }),
  }),
  z.object({
    kind: z.literal("dropMissingRows"),
    columns: names.optional().meta({ description: "Rows with a missing value in any of these; default: in any column" }),
  }),
  z.object({
    kind: z.literal("dropDuplicates"),
    columns: names.optional().meta({ description: "Rows equal in these count as duplicates; default: in all. The first stays" }),
  }),
  z.object({
    kind: z.literal("clip"),
    columns: names.optional().meta({ description: "Default: every numeric column that is not yes/no, except the target" }),
    lower: z.number().optional(),
    upper: z.number().optional(),
    lowerQuantile01: z.number().min(0).max(1).optional(),
    upperQuantile01: z.number().min(0).max(1).optional(),
  }),
]);
export type Step = z.output<typeof Step>;
export const Steps = z.array(Step).max(50).meta({ description: "Steps in the order they run" });

/** What a step learned from the rows it ran on; enough to do the very same again. */
export const Fitted = z.object({
  dropped: z.array(z.string()).optional().meta({ description: "Columns removed" }),
  values: z.record(z.string(), scalar).optional().meta({ description: "Value put in place of a missing one, by column" }),
  limits: z
    .record(z.string(), z.tuple([z.number().nullable(), z.number().nullable()]))
    .optional()
    .meta({ description: "Lower and upper limit by column" }),
});
export type Fitted = z.output<typeof Fitted>;

/** What a step did, counted over all rows. */
export const Effect = z.object({
  rowsDropped: z.int(),
  columnsDropped: z.int(),
  cellsChanged: z.int(),
});
export type Effect = z.output<typeof Effect>;

export const AppliedStep = z.object({ step: Step, fitted: Fitted, effect: Effect });
export type AppliedStep = z.output<typeof AppliedStep>;

export const Suggestion = z.object({
  step: Step,
  title: z.string(),
  reason: z.string(),
  effect: Effect,
  columns: z.array(z.string()).meta({ description: "Columns it touches" }),
  recommended: z.boolean().meta({ description: "Part of the proposed recipe; the others are worth a thought" }),
});
export type Suggestion = z.output<typeof Suggestion>;

export const ChangedRow = z.object({
  row: z.int().meta({ description: "Row number in the version it starts from, from 1" }),
  before: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  after: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .nullable()
    .meta({ description: "Null: the row is dropped" }),
  changed: z.array(z.string()).meta({ description: "Columns whose value differs; dropped columns are not listed" }),
});
export type ChangedRow = z.output<typeof ChangedRow>;
