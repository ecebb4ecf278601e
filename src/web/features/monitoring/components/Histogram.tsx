import { useMemo } from "react";
import type { FeatureDrift } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Chart } from "../../../ui/Chart.tsx";

/** Shares of each bin: now beside the training data. */
export function Histogram({ feature, name, simulated, remark }: { feature: FeatureDrift; name: string; simulated: boolean; remark?: string }) {
  const t = useT();
  const f = useFormat();
  const now = simulated ? t("Now, simulated") : t("Now");
  const training = t("Training");
  const { bins, current, reference } = feature;
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 30, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, data: [now, training] },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: (value: unknown) => f.percent(Number(value), 1) },
      xAxis: { type: "category", data: bins, axisLabel: { hideOverlap: true } },
      yAxis: { type: "value", min: 0, axisLabel: { formatter: (value: number) => f.percent(value, 0) } },
      series: [
        { name: now, type: "bar", data: current, barGap: "10%" },
        { name: training, type: "bar", data: reference },
      ],
    }),
    [bins, current, reference, now, training, f],
  );
  return (
    <Chart
      title={name}
      remark={remark ?? t("share of rows per bin")}
      summary={t("{name}: PSI {psi} over {rows} rows.", { name, psi: f.metric(feature.psi, "value"), rows: f.count(feature.rows) })}
      table={{ head: [t("Bin"), now, training], rows: feature.bins.map((bin, i) => [bin, feature.current[i] ?? null, feature.reference[i] ?? null]) }}
      sampling={{ kind: "exact" }}
      option={option}
      height={240}
    />
  );
}
