import * as z from "zod";
import { job } from "../../../kernel/contract/job.ts";

export const predictBatchJob = job({
  name: "serving.predictBatch",
  payload: z.object({ batchId: z.uuid(), deploymentId: z.uuid(), datasetId: z.uuid(), version: z.int() }),
  attempts: 3,
});
