import "./monitoring.css";

/** A value on a bar with its limit as a red dashed mark; orange past it. The number beside it says the same. */
export function LimitBar({ value, limit, past }: { value: number; limit: number; past: boolean }) {
  const full = Math.max(limit * 1.6, value);
  return (
    <span className="limit-bar" aria-hidden>
      <span className={past ? "past" : ""} style={{ width: `${Math.max(1, (value / full) * 100)}%` }} />
      <i style={{ insetInlineStart: `${(limit / full) * 100}%` }} />
    </span>
  );
}
