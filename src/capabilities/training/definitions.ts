import * as z from "zod";
import { job } from "../../kernel/contract/job.ts";
import { TrainingId } from "./contract.ts";

/** Trains the candidates of a stored training; a later try leaves out those that are finished. */
export const trainJob = job({ name: "training.train", payload: z.object({ trainingId: TrainingId }), attempts: 3 });
