/** A line without axes beside a figure; the figure says what it is, so it is hidden from screen readers. */
export function Sparkline({
  values,
  width = 68,
  height = 24,
  tone = "primary",
}: {
  values: readonly number[];
  width?: number;
  height?: number;
  tone?: "primary" | "warn" | "plain";
}) {
  const finite = values.filter((v) => Number.isFinite(v));
  if (finite.length < 2) return null;
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low || 1;
  const points = finite.map((v, i) => `${((i / (finite.length - 1)) * width).toFixed(1)},${(height - 2 - ((v - low) / range) * (height - 4)).toFixed(1)}`);
  const colour = `var(${tone === "warn" ? "--warn" : tone === "plain" ? "--text-3" : "--primary"})`;
  return (
    <svg className="sparkline" width={width} height={height} aria-hidden>
      <polygon points={`0,${height} ${points.join(" ")} ${width},${height}`} fill={colour} opacity={0.14} />
      <polyline points={points.join(" ")} fill="none" stroke={colour} strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  );
}
