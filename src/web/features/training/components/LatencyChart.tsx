import type { Training } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { Chart } from "../../../ui/Chart.tsx";
import { useNarrow } from "../../../ui/useMedia.ts";
import { useThemeName } from "../../../ui/theme/mode.ts";
import { seriesStyle, tokens } from "../../../ui/theme/tokens.ts";
import { metricKind, metricWord } from "./metrics.ts";
import { algorithmIndex, algorithmShape } from "./words.ts";

/** Score against served latency: the upper left corner is good and fast. */
export function LatencyChart({ training }: { training: Training }) {
  const t = useT();
  const f = useFormat();
  const { text2 } = tokens.themes[useThemeName()];
  const narrow = useNarrow();
  const metric = training.primaryMetric;
  const kind = metricKind(metric);
  const points = training.candidates.flatMap((c) => {
    const score = c.metrics[metric];
    return c.latencyMs === null || score === undefined ? [] : [{ c, score, latency: c.latencyMs }];
  });
  const title = t("Score against served latency");
  if (points.length === 0)
    return (
      <Card title={title}>
        <p className="pad t2">{t("Points appear as candidates finish and their graph is measured, one row at a time.")}</p>
      </Card>
    );
  const latencies = points.map((p) => p.latency);
  const wide = Math.max(...latencies) > 10 * Math.min(...latencies);
  const best = points.find((p) => p.c.runId === training.bestRunId) ?? points[0];
  return (
    <Chart
      title={title}
      remark={t("one row, measured as served")}
      summary={t("{n, plural, one {# candidate} other {# candidates}}; the best is {name} with {score} at {latency}.", {
        n: points.length,
        name: best?.c.label ?? "",
        score: f.metric(best?.score, kind),
        latency: f.duration(best?.latency),
      })}
      sampling={{ kind: "exact" }}
      height={262}
      table={{ head: [t("Candidate"), metricWord(metric), t("Latency, ms")], rows: points.map((p) => [p.c.label, p.score, p.latency]) }}
      option={{
        grid: { left: 12, right: narrow ? 84 : 110, top: 26, bottom: 24, containLabel: true },
        tooltip: {
          trigger: "item",
          formatter: (p: { dataIndex: number; seriesIndex: number }) => {
            const point = points[p.seriesIndex];
            return point ? `${point.c.label}<br>${metricWord(metric)} ${f.metric(point.score, kind)}<br>${f.duration(point.latency)}` : "";
          },
        },
        xAxis: { type: wide ? "log" : "value", scale: true, splitNumber: narrow ? 2 : 5, axisLabel: { formatter: (v: number) => f.duration(v) } },
        yAxis: { type: "value", scale: true, name: metricWord(metric), axisLabel: { formatter: (v: number) => f.metric(v, "value") } },
        series: points.map((p) => ({
          type: "scatter",
          name: p.c.label,
          symbol: algorithmShape[p.c.algorithm] ?? "circle",
          symbolSize: p.c.runId === training.bestRunId ? 15 : 11,
          itemStyle: { color: seriesStyle(algorithmIndex[p.c.algorithm] ?? 0).color },
          label: { show: true, position: "right", formatter: p.c.label, fontSize: 11, color: text2, textBorderWidth: 0 },
          labelLayout: { hideOverlap: true, moveOverlap: "shiftY" },
          data: [[p.latency, p.score]],
        })),
      }}
    />
  );
}
