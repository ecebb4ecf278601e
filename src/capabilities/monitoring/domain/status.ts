import { limits, type Judged } from "./drift.ts";

export interface Facts {
  drift: Pick<Judged, "features" | "prediction" | "drifted"> & { rows: number };
  problem: string | null;
  errorRate01: number;
  requests: number;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Healthy, degraded with its reasons, or waiting for enough rows to say. */
export function statusOf(facts: Facts): { status: "healthy" | "degraded" | "waiting"; reasons: string[] } {
  const reasons: string[] = [];
  if (facts.problem !== null) reasons.push(facts.problem);
  for (const feature of facts.drift.features)
    if (feature.drifted) reasons.push(`${feature.name} drifts: PSI ${feature.psi.toFixed(2)}, limit ${limits.psi.toFixed(2)}.`);
  if (facts.drift.prediction?.drifted) reasons.push(`The predictions drift: PSI ${facts.drift.prediction.psi.toFixed(2)}, limit ${limits.psi.toFixed(2)}.`);
  if (facts.requests >= 20 && 1 - facts.errorRate01 < limits.minPerformance01)
    reasons.push(`${percent(facts.errorRate01)} of requests were refused or failed, limit ${percent(1 - limits.minPerformance01)}.`);
  if (reasons.length > 0) return { status: "degraded", reasons };
  return { status: facts.drift.rows < limits.minRows ? "waiting" : "healthy", reasons };
}
