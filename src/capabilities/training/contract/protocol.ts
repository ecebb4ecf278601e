import * as z from "zod";
import { Algorithm, Settings, Task, Warning } from "../contract.ts";

const Protocol = z.literal(1);

/** The one document a trainer process gets. Paths are absolute; `run` is an opaque name its events carry. */
export const TrainerJob = z.object({
  protocol: Protocol,
  action: z.enum(["train", "inspect"]),
  files: z.array(z.string()).min(1).meta({ description: "Parquet files in row order" }),
  target: z.string().optional(),
  task: Task.optional(),
  folds: z.int().min(2).max(20),
  seed: z.int().min(0),
  threads: z.int().min(1).max(64),
  dropColumns: z.array(z.string()),
  candidates: z.array(z.object({ algorithm: Algorithm, run: z.string(), settings: Settings })),
  workFolder: z.string().meta({ description: "Existing or new folder for artifacts" }),
});
export type TrainerJob = z.infer<typeof TrainerJob>;

const Treated = z.object({ name: z.string(), treatment: z.string(), reason: z.string() });

/** What a table is like, answered by `inspect`. */
export const Character = z.object({
  rows: z.int(),
  width: z.int().meta({ description: "Columns after encoding, about" }),
  columns: z.array(Treated.extend({ type: z.string(), missing: z.int(), distinct: z.int() })),
  target: z
    .object({
      name: z.string(),
      task: Task,
      distinct: z.int(),
      rows: z.int(),
      classes: z.array(z.string()).optional(),
      smallestClass: z.int().optional(),
      largestClass: z.int().optional(),
      mean: z.number().nullish(),
      sd: z.number().nullish(),
    })
    .nullable(),
  settings: z.record(z.string(), Settings),
  warnings: z.array(Warning),
});
export type Character = z.infer<typeof Character>;

const Numbers = z.record(z.string(), z.number().nullable());

const Gate = z.looseObject({ passed: z.boolean(), rowsCompared: z.int(), maxAbsDiff: z.number().nullable(), reason: z.string().optional() });

/** JSON-lines events; `exit` is added by the warm parent. */
export const TrainerEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("started"),
    protocol: Protocol,
    pid: z.int(),
    rows: z.int(),
    columns: z.array(Treated),
    warnings: z.array(Warning),
    classes: z.array(z.string()).nullable(),
  }),
  z.object({ type: z.literal("progress"), done: z.int(), total: z.int(), message: z.string() }),
  z.object({ type: z.literal("log"), level: z.enum(["info", "warn", "error"]), text: z.string() }),
  z.object({ type: z.literal("metric"), run: z.string(), key: z.string(), value: z.number().nullable(), step: z.int() }),
  z.object({ type: z.literal("params"), run: z.string(), params: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal("artifact"), run: z.string(), path: z.string(), file: z.string(), mediaType: z.string(), sizeBytes: z.int() }),
  z.object({ type: z.literal("checkpoint"), state: z.object({ finished: z.array(z.string()) }) }),
  z.object({
    type: z.literal("result"),
    /** Of one candidate; of the whole job without it. */
    run: z.string().optional(),
    metrics: Numbers.optional(),
    deviations: Numbers.optional(),
    fitSeconds: z.number().optional(),
    sizeBytes: z.int().optional(),
    latencyMs: z.number().nullish(),
    format: z.enum(["onnx", "native"]).optional(),
    formatReason: z.string().nullish(),
    gate: Gate.optional(),
    finished: z.array(z.string()).optional(),
    seconds: z.number().optional(),
    cpuSeconds: z.number().optional(),
    maxMemoryBytes: z.int().optional(),
    primaryMetric: z.string().optional(),
    table: Character.optional(),
  }),
  z.object({ type: z.literal("error"), run: z.string().optional(), message: z.string(), fix: z.string() }),
  z.object({ type: z.literal("exit"), code: z.int().nullable(), signal: z.int().nullable() }),
]);
export type TrainerEvent = z.infer<typeof TrainerEvent>;

/** The generated files of `gen/`, by name. */
export function schemas(): Record<string, object> {
  return {
    "training-job.schema.json": z.toJSONSchema(TrainerJob, { io: "input" }),
    "training-event.schema.json": z.toJSONSchema(TrainerEvent, { io: "input" }),
  };
}
