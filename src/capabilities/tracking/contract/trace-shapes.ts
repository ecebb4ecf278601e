import * as z from "zod";

/** The client's own string: `tr-` and the 32 hex digits of the OpenTelemetry trace id. */
export const TraceId = z
  .string()
  .min(1)
  .max(250)
  .regex(/^[A-Za-z0-9][\w.:-]*$/, "letters, digits, - _ . : only");

/** OpenTelemetry's and MLflow's words, as filters name them. */
export const TraceState = z.enum(["STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"]);
export type TraceState = z.output<typeof TraceState>;

export const SpanId = z.string().regex(/^[0-9a-f]{16}$/, "16 hex digits");

/** Metadata and tags. */
export const Labels = z.record(z.string().min(1).max(250), z.string().max(20_000));

export const onTrace = (i: { traceId: string }): { trace: string } => ({ trace: i.traceId });
