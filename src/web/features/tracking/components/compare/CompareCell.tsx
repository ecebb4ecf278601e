import { ArrowDown, ArrowUp } from "lucide-react";
import { lowerIsBetter } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { Diff } from "../../../../ui/Diff.tsx";
import { metricKind } from "../metrics.ts";
import type { CompareLine } from "./compareRuns.ts";

interface CompareCellProps {
  line: CompareLine;
  at: number;
  metric: boolean;
  best: boolean;
  open: boolean;
  onDiff(): void;
}

const long = 48;

/** One value beside the base's: metrics with the change in the metric's own direction, texts tinted where they differ. */
export function CompareCell({ line, at, metric, best, open, onDiff }: CompareCellProps) {
  const t = useT();
  const value = line.values[at];
  const base = line.values[0];
  if (metric)
    return (
      <td className={`right num ${at === 0 ? "base" : ""}`}>
        <MetricCell line={line} at={at} best={best} />
      </td>
    );
  const changed = at > 0 && value !== base;
  const isLong = typeof value === "string" && (value.length > long || value.includes("\n"));
  return (
    <td className={at === 0 ? "base" : changed ? "changed" : ""}>
      <span className="mono" title={value === null || value === undefined ? undefined : String(value)}>
        {value ?? "—"}
      </span>
      {changed && isLong ? (
        <button type="button" className="link-button sm" aria-expanded={open} onClick={onDiff}>
          {open ? t("Hide the difference") : t("Show the difference")}
        </button>
      ) : null}
    </td>
  );
}

function MetricCell({ line, at, best }: { line: CompareLine; at: number; best: boolean }) {
  const t = useT();
  const f = useFormat();
  const kind = metricKind(line.key);
  const [value, base] = [line.values[at], line.values[0]];
  if (typeof value !== "number") return "—";
  const shown = (
    <b className={best ? "compare-best" : ""} title={best ? t("best of the line") : undefined}>
      {f.metric(value, kind)}
    </b>
  );
  if (at === 0 || typeof base !== "number" || value === base) return shown;
  const better = value < base === lowerIsBetter(line.key);
  const Arrow = value > base ? ArrowUp : ArrowDown;
  return (
    <>
      {shown}{" "}
      <span className={`compare-delta ${better ? "ok" : "warn"}`}>
        <Arrow size={11} aria-hidden />
        {f.delta(value - base, (n) => f.metric(n, kind))}
        <span className="sr">{better ? t("better") : t("worse")}</span>
      </span>
    </>
  );
}

/** Long texts line by line: the base left, the first run that differs from it right. */
export function LongDiff({ line, runs }: { line: CompareLine; runs: readonly Run[] }) {
  const base = String(line.values[0] ?? "");
  const at = line.values.findIndex((value) => value !== line.values[0]);
  const other = String(line.values[at] ?? "");
  const parts = (text: string) => text.split(/\n|,\s+/);
  const [before, after] = [new Set(parts(base)), new Set(parts(other))];
  const lines = [...new Set([...before, ...after])].map((part) => ({ key: "", before: before.has(part) ? part : null, after: after.has(part) ? part : null }));
  return (
    <tr>
      <td colSpan={runs.length + 1} className="compare-diff">
        <Diff lines={lines.map((each, i) => ({ ...each, key: String(i + 1) }))} beforeLabel={runs[0]?.name ?? ""} afterLabel={runs[at]?.name ?? ""} />
      </td>
    </tr>
  );
}
