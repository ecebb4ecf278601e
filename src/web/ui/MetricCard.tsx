import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import "./metric.css";
import { Sparkline } from "./Sparkline.tsx";

export type Tone = "plain" | "ok" | "warn" | "err";

export interface MetricCardProps {
  label: string;
  /** Already formatted; “—” with a `remark` that says why when there is none. */
  value: ReactNode;
  /** One line of comparison: against what, over which window. */
  remark?: ReactNode;
  /** Good or bad for this metric, not its sign; `warn` is past its limit. */
  tone?: Tone;
  icon?: LucideIcon;
  trend?: readonly number[];
  to?: string;
}

/** A figure with its comparison: label, value, 68×24 sparkline, one line. */
export function MetricCard({ label, value, remark, tone = "plain", icon: Icon, trend, to }: MetricCardProps) {
  const toneClass = tone === "plain" ? "t2" : tone;
  const body = (
    <>
      <span className="metric-label">
        {Icon ? <Icon size={14} aria-hidden /> : null}
        {label}
      </span>
      <span className="row">
        <span className={`metric-value grow ${tone === "warn" || tone === "err" ? tone : ""}`}>{value}</span>
        {trend && trend.length > 1 ? <Sparkline values={trend} tone={tone === "warn" ? "warn" : "plain"} /> : null}
      </span>
      <span className={`sm ${toneClass}`}>{remark ?? "\u00a0"}</span>
    </>
  );
  return to === undefined ? (
    <div className="card metric">{body}</div>
  ) : (
    <Link to={to} className="card metric hov">
      {body}
    </Link>
  );
}
