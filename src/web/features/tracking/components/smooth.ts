/** Exponential smoothing with the usual correction of the start; gaps stay gaps. */
export function smoothed(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let seen = 0;
  return values.map((value) => {
    if (value === null) return null;
    sum = sum * weight + value * (1 - weight);
    seen += 1;
    return sum / (1 - weight ** seen);
  });
}
