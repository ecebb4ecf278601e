import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { monitoringTraffic } from "../../../../capabilities/monitoring/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { LineChart } from "../../../ui/LineChart.tsx";
import { Async } from "../../../ui/states.tsx";
import { useView } from "../hooks/useView.ts";

/** Throughput and latency over the window, with one time axis. */
export function TrafficCharts({ deploymentId }: { deploymentId: string }) {
  const t = useT();
  const f = useFormat();
  const { hours, source } = useView();
  const traffic = useQuery({
    ...queryFor(monitoringTraffic, { deploymentId, hours, source, points: 120 }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
  return (
    <Async query={traffic} what={t("The charts could not load.")} shape="block">
      {({ points, stepS }) => {
        const x = points.map((p) => Math.round(new Date(p.at).getTime() / 1000));
        const step = f.duration(stepS * 1000);
        const total = points.reduce((sum, p) => sum + p.rows, 0);
        const failed = points.reduce((sum, p) => sum + p.errors, 0);
        const slowest = Math.max(0, ...points.map((p) => p.latencyP95Ms ?? 0));
        return (
          <div className="grid c2">
            <LineChart
              title={t("Throughput")}
              remark={t("predictions per {step}", { step })}
              summary={t("{rows} predictions and {failed} failed requests in the last {hours} hours.", {
                rows: f.count(total),
                failed: f.count(failed),
                hours,
              })}
              sampling={{ kind: "exact" }}
              time
              x={x}
              xLabel={t("Time")}
              group="live"
              series={[
                { label: t("Predictions"), values: points.map((p) => p.rows), index: 0 },
                { label: t("Errors"), values: points.map((p) => p.errors), index: 1 },
              ]}
            />
            <LineChart
              title={t("Latency")}
              remark={t("ms, in the model and its log")}
              summary={t("The slowest point answered 95 % of requests within {ms}.", { ms: f.duration(slowest) })}
              sampling={{ kind: "exact" }}
              time
              x={x}
              xLabel={t("Time")}
              group="live"
              series={[
                { label: "P95", values: points.map((p) => p.latencyP95Ms), index: 0 },
                { label: "P50", values: points.map((p) => p.latencyP50Ms), index: 3 },
              ]}
            />
          </div>
        );
      }}
    </Async>
  );
}
