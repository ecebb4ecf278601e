import * as z from "zod";
import { job } from "../../../kernel/contract/job.ts";

export const simulateJob = job({
  name: "monitoring.simulate",
  payload: z.object({
    simulationId: z.uuid(),
    deploymentId: z.uuid(),
    datasetId: z.uuid(),
    version: z.int(),
    shifts: z.array(z.object({ feature: z.string(), sd: z.number() })),
    rows: z.int(),
    seed: z.int(),
    signature: z.json(),
    reference: z.json(),
  }),
  attempts: 2,
  concurrencyKey: (payload) => `simulate ${payload.deploymentId}`,
});
