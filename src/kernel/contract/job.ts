import type * as z from "zod";

/** A job as data: what it is called, what it takes, how it is retried. Handlers are bound in `jobs.ts`. */
export interface JobDefinition<P extends z.ZodObject = z.ZodObject> {
  /** `capability.verb`. */
  name: string;
  payload: P;
  /** Tries in all; a retry starts from the last checkpoint. */
  attempts: number;
  /** What the audit log names as the surface of its acts; default `job`. */
  surface?: "tools";
  /** Jobs with the same key run one after another. */
  concurrencyKey?: (payload: z.output<P>) => string;
}

export function job<P extends z.ZodObject>(definition: JobDefinition<P>): JobDefinition<P> {
  return definition;
}
