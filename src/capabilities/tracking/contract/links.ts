import * as z from "zod";
import { idOf } from "../../../kernel/contract/common.ts";

/** Data a run read, as its client describes it; within an experiment name and digest name one version. */
export const InputDataset = z.object({
  name: z.string().min(1).max(500),
  digest: z.string().min(1).max(36),
  sourceType: z.string().max(36),
  source: z.string().max(65_535),
  schema: z.string().max(1_048_575).nullable().default(null),
  profile: z.string().max(16_777_215).nullable().default(null),
});
export type InputDataset = z.output<typeof InputDataset>;

/** What a run read and what it made. */
export const RunLinks = z.object({
  inputs: z.object({
    datasets: z.array(InputDataset.extend({ tags: z.record(z.string(), z.string()) })),
    models: z.array(z.object({ modelId: idOf("loggedModel") })),
  }),
  outputs: z.object({ models: z.array(z.object({ modelId: idOf("loggedModel"), step: z.int() })) }),
});
export type RunLinks = z.output<typeof RunLinks>;
