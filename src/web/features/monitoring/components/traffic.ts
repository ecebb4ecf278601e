import type { TrafficPoint } from "../../../../capabilities/monitoring/contract/shapes.ts";

/**
 * The whole window in steps: where nothing was asked the counts are 0 and the latencies are gaps,
 * so that a quiet hour looks quiet and not like a missing axis.
 */
export function wholeWindow(points: readonly TrafficPoint[], hours: number, stepS: number, nowMs: number): TrafficPoint[] {
  const stepMs = stepS * 1000;
  const place = (ms: number) => Math.floor(ms / stepMs);
  const known = new Map(points.map((p) => [place(new Date(p.at).getTime()), p]));
  const last = place(nowMs);
  const first = place(nowMs - hours * 3_600_000) + 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const at = first + i;
    return known.get(at) ?? { at: new Date(at * stepMs).toISOString(), requests: 0, rows: 0, errors: 0, latencyP50Ms: null, latencyP95Ms: null };
  });
}
