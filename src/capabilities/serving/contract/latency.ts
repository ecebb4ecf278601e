/** Upper bounds of the latency buckets in ms: 0.05 × 1.25^i; the 49th bucket is open. A quantile read from them is within 12 %. */
export const latencyBoundsMs: readonly number[] = Array.from({ length: 48 }, (_, i) => 0.05 * 1.25 ** i);
export const latencyBuckets = latencyBoundsMs.length + 1;

const logStep = Math.log(1.25);

/** Index of the bucket a latency falls into. */
export function latencyBucket(ms: number): number {
  if (ms <= 0.05) return 0;
  return Math.min(latencyBuckets - 1, Math.ceil(Math.log(ms / 0.05) / logStep - 1e-9));
}
