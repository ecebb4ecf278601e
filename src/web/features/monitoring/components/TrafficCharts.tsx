import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { monitoringTraffic } from "../../../../capabilities/monitoring/contract.ts";
import type { TrafficPoint } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Chart } from "../../../ui/Chart.tsx";
import { Async } from "../../../ui/states.tsx";
import { useView } from "../hooks/useView.ts";
import { wholeWindow } from "./traffic.ts";

const grid = { left: 8, right: 12, top: 30, bottom: 4, containLabel: true };
const legend = { top: 0, left: 0 };

/** Throughput and latency over the window, with one time axis. */
export function TrafficCharts({ deploymentId }: { deploymentId: string }) {
  const t = useT();
  const { hours, source } = useView();
  const traffic = useQuery({
    ...queryFor(monitoringTraffic, { deploymentId, hours, source, points: 120 }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
  const at = traffic.dataUpdatedAt;
  const points = useMemo(() => (traffic.data ? wholeWindow(traffic.data.points, hours, traffic.data.stepS, at) : []), [traffic.data, hours, at]);
  return (
    <Async query={traffic} what={t("The charts could not load.")} shape="block">
      {({ stepS }) => (
        <div className="grid c2">
          <Throughput points={points} stepS={stepS} hours={hours} />
          <Latency points={points} />
        </div>
      )}
    </Async>
  );
}

function Throughput({ points, stepS, hours }: { points: readonly TrafficPoint[]; stepS: number; hours: number }) {
  const t = useT();
  const f = useFormat();
  const predictions = t("Predictions");
  const errors = t("Failed requests");
  const option = useMemo(
    () => ({
      grid,
      legend: { ...legend, data: [predictions, errors] },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: (value: unknown) => f.count(Number(value)) },
      xAxis: { type: "time", axisLabel: { hideOverlap: true } },
      yAxis: { type: "value", min: 0, minInterval: 1, axisLabel: { formatter: (value: number) => f.compact(value) } },
      series: [
        { name: predictions, type: "bar", barMaxWidth: 14, data: points.map((p) => [p.at, p.rows]) },
        { name: errors, type: "bar", barMaxWidth: 14, data: points.map((p) => [p.at, p.errors]) },
      ],
    }),
    [points, predictions, errors, f],
  );
  return (
    <Chart
      title={t("Throughput")}
      remark={t("predictions per {step}", { step: f.duration(stepS * 1000) })}
      summary={t("{rows} predictions and {failed} failed requests in the last {hours} hours.", {
        rows: f.count(points.reduce((sum, p) => sum + p.rows, 0)),
        failed: f.count(points.reduce((sum, p) => sum + p.errors, 0)),
        hours,
      })}
      table={{ head: [t("Time"), predictions, errors], rows: points.map((p) => [f.exact(p.at), p.rows, p.errors]) }}
      sampling={{ kind: "exact" }}
      option={option}
      height={210}
    />
  );
}

function Latency({ points }: { points: readonly TrafficPoint[] }) {
  const t = useT();
  const f = useFormat();
  const slowest = Math.max(0, ...points.map((p) => p.latencyP95Ms ?? 0));
  const option = useMemo(
    () => ({
      grid,
      legend: { ...legend, data: ["P95", "P50"] },
      tooltip: { trigger: "axis", valueFormatter: (value: unknown) => f.duration(value === null || value === undefined ? null : Number(value)) },
      xAxis: { type: "time", axisLabel: { hideOverlap: true } },
      yAxis: { type: "value", min: 0, axisLabel: { formatter: (value: number) => f.duration(value) } },
      series: [
        { name: "P95", type: "line", symbol: "circle", symbolSize: 5, showSymbol: true, data: points.map((p) => [p.at, p.latencyP95Ms]) },
        {
          name: "P50",
          type: "line",
          symbol: "triangle",
          symbolSize: 6,
          showSymbol: true,
          lineStyle: { type: "dashed" },
          data: points.map((p) => [p.at, p.latencyP50Ms]),
        },
      ],
    }),
    [points, f],
  );
  return (
    <Chart
      title={t("Latency")}
      remark={t("per request, its log included")}
      summary={t("The slowest point answered 95 % of requests within {ms}.", { ms: f.duration(slowest) })}
      table={{ head: [t("Time"), "P95", "P50"], rows: points.map((p) => [f.exact(p.at), p.latencyP95Ms, p.latencyP50Ms]) }}
      sampling={{ kind: "exact" }}
      option={option}
      height={210}
    />
  );
}
