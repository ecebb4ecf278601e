import { latencyBoundsMs } from "../../serving/contract/latency.ts";

/** Quantile of latencies counted in buckets, interpolated inside its bucket on the logarithm; within 12 % of the exact one. */
export function latencyQuantile(counts: readonly number[], q: number): number | null {
  const n = counts.reduce((sum, c) => sum + c, 0);
  if (n === 0) return null;
  let below = 0;
  for (let i = 0; i < counts.length; i++) {
    const here = counts[i] ?? 0;
    if (here > 0 && below + here >= q * n) {
      const high = latencyBoundsMs[i] ?? (latencyBoundsMs.at(-1) ?? 0) * 1.25;
      const low = i === 0 ? high / 2 : (latencyBoundsMs[i - 1] ?? high);
      return low * (high / low) ** Math.min(1, Math.max(0, (q * n - below) / here));
    }
    below += here;
  }
  return null;
}
