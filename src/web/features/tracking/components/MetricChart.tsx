import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { metricHistory } from "../../../../capabilities/tracking/contract/metrics.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { LineChart } from "../../../ui/LineChart.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { metricKind } from "./metrics.ts";
import { smoothed } from "./smooth.ts";

export interface MetricChartProps {
  runs: readonly Run[];
  metric: string;
  live: boolean;
  /** 0 none to under 1; the original stays faintly behind. */
  smoothing?: number;
}

/** One metric of one or more runs over its steps; grows while a run is live. */
export function MetricChart({ runs, metric, live, smoothing = 0 }: MetricChartProps) {
  const t = useT();
  const f = useFormat();
  const [points, setPoints] = useState(1500);
  const reads = useQueries({
    queries: runs.map((run) => ({
      ...queryFor(metricHistory, { runId: run.id, key: metric, points }),
      refetchInterval: live ? 2000 : (false as const),
      enabled: run.metrics[metric] !== undefined,
    })),
  });
  const failed = reads.find((read) => read.error !== null && read.data === undefined);
  if (failed)
    return (
      <Card title={metric}>
        <ErrorState
          error={failed.error}
          what={t("The chart could not load.")}
          stillWorks={t("The overview shows the last values.")}
          onRetry={() => void failed.refetch()}
        />
      </Card>
    );
  if (reads.every((read) => read.data === undefined))
    return (
      <Card title={metric}>
        <Loading shape="block" />
      </Card>
    );
  const steps = [...new Set(reads.flatMap((read) => (read.data?.points ?? []).map((p) => p.step)))].toSorted((a, b) => a - b);
  const drawn = runs.map((run, i) => {
    const byStep = new Map((reads[i]?.data?.points ?? []).map((p) => [p.step, p.value]));
    return { run, index: i, values: steps.map((step) => byStep.get(step) ?? null) };
  });
  const total = reads.reduce((sum, read) => sum + (read.data?.total ?? 0), 0);
  const shown = reads.reduce((sum, read) => sum + (read.data?.points.length ?? 0), 0);
  const exact = reads.every((read) => read.data?.exact ?? true);
  const summary = runs
    .map((run) => {
      const s = run.metrics[metric];
      return s
        ? t("{run}: last {last}, from {min} to {max}.", {
            run: run.name,
            last: f.metric(s.last, metricKind(metric)),
            min: f.metric(s.min, metricKind(metric)),
            max: f.metric(s.max, metricKind(metric)),
          })
        : "";
    })
    .join(" ");
  return (
    <LineChart
      title={metric}
      {...(smoothing > 0 ? { remark: t("smoothed, original faint") } : {})}
      summary={summary}
      x={steps}
      xLabel={t("step")}
      group="run-metrics"
      sampling={exact ? { kind: "exact" } : { kind: "sampled", shown, of: total, ...(points < 5000 ? { showExact: () => setPoints(5000) } : {}) }}
      series={
        smoothing > 0
          ? [
              ...drawn.map((d) => ({
                label: runs.length === 1 ? t("original") : t("{run}, original", { run: d.run.name }),
                values: d.values,
                index: d.index,
                faint: true,
              })),
              ...drawn.map((d) => ({ label: runs.length === 1 ? t("smoothed") : d.run.name, values: smoothed(d.values, smoothing), index: d.index })),
            ]
          : drawn.map((d) => ({ label: d.run.name, values: d.values, index: d.index }))
      }
    />
  );
}
