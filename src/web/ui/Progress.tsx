import { Button } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useFormat } from "../lib/format.ts";
import { useT } from "../lib/i18n.ts";
import "./progress.css";

/** A thin bar; `share01` null moves to and fro because the end is not known. */
export function Bar({ share01, label, tone = "primary" }: { share01: number | null; label: string; tone?: "primary" | "ok" | "warn" | "err" }) {
  const percent = share01 === null ? undefined : Math.round(Math.min(1, Math.max(0, share01)) * 100);
  return (
    <div
      className={`bar ${share01 === null ? "unknown" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span style={{ width: `${percent ?? 30}%`, background: `var(--${tone})` }} />
    </div>
  );
}

export interface ProgressProps {
  title: ReactNode;
  /** Plain name for screen readers. */
  label: string;
  done: number;
  total: number | null;
  /** What is counted, translated: “rows”, “of 5 folds”. Shown behind the numbers. */
  unit?: string;
  /** Formats done and total, bytes for instance. */
  render?(n: number): string;
  startedAt: string | number | null;
  message?: string;
  /** Bytes of an upload stop when the page is left; jobs do not. */
  staysWhenLeft?: boolean;
  onCancel?(): void;
  cancelling?: boolean;
}

/** Progress of something longer than two seconds: done of total, elapsed, time left, cancel. */
export function Progress({ title, label, done, total, unit, render, startedAt, message, staysWhenLeft = true, onCancel, cancelling = false }: ProgressProps) {
  const t = useT();
  const f = useFormat();
  const now = useNow(startedAt !== null);
  const elapsedMs = startedAt === null ? 0 : Math.max(0, now - new Date(startedAt).getTime());
  const share = total === null || total <= 0 ? null : done / total;
  const leftMs = share !== null && share > 0.02 && share < 1 && elapsedMs > 1500 ? (elapsedMs / share) * (1 - share) : null;
  const number = render ?? f.count;
  const counts = total === null ? (done > 0 ? number(done) : "") : t("{done} of {total}", { done: number(done), total: number(total) });
  return (
    <div className="progress">
      <div className="row">
        <b className="grow ellipsis">{title}</b>
        <span className="num t2 nowrap">
          {counts} {unit}
        </span>
      </div>
      <Bar share01={share} label={label} />
      <div className="row sm t2">
        <span className="grow" aria-live="polite">
          {[
            startedAt === null
              ? t("Waits for a worker.")
              : leftMs === null
                ? t("{elapsed} so far.", { elapsed: f.duration(Math.floor(elapsedMs / 1000) * 1000) })
                : t("{elapsed} so far, {left} left.", { elapsed: f.duration(Math.floor(elapsedMs / 1000) * 1000), left: f.estimate(leftMs) }),
            message ?? "",
            staysWhenLeft ? t("Keeps running if you leave.") : "",
          ]
            .filter((part) => part !== "")
            .join(" ")}
        </span>
        {onCancel ? (
          <Button size="small" onClick={onCancel} disabled={cancelling}>
            {cancelling ? t("Cancelling") : t("Cancel")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** The time, each second while `ticking`. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
