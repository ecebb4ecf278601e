import { useState, type ReactNode } from "react";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { Card } from "../../../../ui/Card.tsx";
import type { Curve } from "../../../../ui/chart/curves.ts";
import { CurveChart } from "../../../../ui/CurveChart.tsx";
import { ErrorState, Loading } from "../../../../ui/states.tsx";
import type { ChartedSet } from "../../hooks/useCharted.ts";
import { useHistories } from "../../hooks/useHistories.ts";
import { metricKind } from "../metrics.ts";
import { placed, softened, spreadOf, type Drawn, type XKind } from "./curvesOf.ts";

export interface LineSettings {
  x: string;
  smooth: number;
  log: boolean;
  logX: boolean;
  band: boolean;
  traces: boolean;
}

interface LinePanelProps {
  metric: string;
  sets: readonly ChartedSet[];
  labelOf(set: ChartedSet): string;
  settings: LineSettings;
  live: boolean;
  tools?: ReactNode;
  /** Instead of the chart, where no run has more than one point. */
  single?: ReactNode;
  height?: number;
}

const xKind = (x: string): XKind => (x === "time" || x === "wall" || x.startsWith("metric:") ? (x as XKind) : "step");

/** One metric over its steps: a line per run, or mean ± sd per group with the runs faint behind it. */
export function LinePanel({ metric, sets, labelOf, settings, live, tools, single, height = 200 }: LinePanelProps) {
  const t = useT();
  const f = useFormat();
  const [exact, setExact] = useState(false);
  const kind = xKind(settings.x);
  const read = useHistories(
    sets.flatMap((set) => set.runIds),
    metric,
    kind,
    { exact, live },
  );
  if (read.error && read.lines.size === 0)
    return (
      <Card title={metric} actions={tools}>
        <ErrorState error={read.error} what={t("The chart could not load.")} stillWorks={t("The table is current.")} onRetry={read.retry} />
      </Card>
    );
  if (read.loading)
    return (
      <Card title={metric} actions={tools}>
        <Loading shape="block" />
      </Card>
    );
  if (single !== undefined && [...read.lines.values()].every((line) => line.points.length < 2)) return single;
  const drawnOf = (runId: string): Drawn | null => {
    const line = read.lines.get(runId);
    return line && line.points.length > 0 ? placed(line, kind, read.others.get(runId)) : null;
  };
  const curves = sets.flatMap((set) =>
    curvesOf(
      set,
      labelOf(set),
      set.runIds.flatMap((id) => drawnOf(id) ?? []),
      settings,
      t("original"),
    ),
  );
  const main = curves.filter((curve) => !curve.faint);
  // Only what is positive has a place on a log axis; clocks have none.
  const logX = settings.logX && kind !== "wall" && curves.some((curve) => curve.x.some((at) => at > 0));
  const summary = main
    .slice(0, 10)
    .map((curve) => t("{name} ends at {value}.", { name: curve.label, value: f.metric(curve.y.findLast((v) => v !== null) ?? null, metricKind(metric)) }))
    .join(" ");
  const remark = [
    settings.smooth > 0 ? t("smoothed {weight}", { weight: settings.smooth.toFixed(2) }) : "",
    logX && settings.log ? t("log x and y") : logX ? t("log x") : settings.log ? t("log") : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
  return (
    <CurveChart
      title={metric}
      {...(remark === "" ? {} : { remark })}
      summary={summary === "" ? t("No charted run has this metric.") : summary}
      curves={curves}
      x={kind === "time" ? "seconds" : kind === "wall" ? "time" : "number"}
      xLabel={kind === "step" ? t("step") : kind === "time" ? t("time since start") : kind === "wall" ? t("time") : settings.x.slice("metric:".length)}
      logX={logX}
      logY={settings.log}
      height={height}
      group={`runs ${kind}`}
      tools={tools}
      sampling={read.exact ? { kind: "exact" } : { kind: "sampled", shown: read.shown, of: read.total, showExact: () => setExact(true) }}
    />
  );
}

function curvesOf(set: ChartedSet, label: string, lines: readonly Drawn[], settings: LineSettings, original: string): Curve[] {
  const { smooth, band, traces, log } = settings;
  const positive = (drawn: Drawn): Drawn => (log ? { x: drawn.x, y: drawn.y.map((v) => (v !== null && v > 0 ? v : null)) } : drawn);
  const clean = lines.map(positive);
  const first = clean[0];
  if (!first) return [];
  if (!set.group) {
    const main: Curve = { key: set.key, label, index: set.index, ...softened(first, smooth) };
    return smooth > 0 ? [{ key: `${set.key} o`, label: `${label}, ${original}`, index: set.index, ...first, faint: true }, main] : [main];
  }
  const spread = spreadOf(clean.map((line) => softened(line, smooth)));
  const low = log ? spread.low.map((v, i) => (v > 0 ? v : (spread.mean[i] ?? 1))) : spread.low;
  return [
    ...(traces ? clean.map((line, i): Curve => ({ key: `${set.key} ${i}`, label, index: set.index, ...softened(line, smooth), faint: true })) : []),
    { key: set.key, label, index: set.index, x: spread.x, y: spread.mean, ...(band && clean.length > 1 ? { band: { low, high: spread.high } } : {}) },
  ];
}
