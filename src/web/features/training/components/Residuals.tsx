import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Chart } from "../../../ui/Chart.tsx";
import { useArtifact } from "../../../lib/useArtifact.ts";
import { PlotState } from "./PlotState.tsx";

interface ResidualsFile {
  points: [number, number][];
  histogram: { edges: number[]; counts: number[] };
}

/** What the model misses by: against the prediction, and as a histogram. */
export function Residuals({ runId, label, target }: { runId: string; label: string; target: string }) {
  const t = useT();
  const f = useFormat();
  const file = useArtifact<ResidualsFile>(runId, "model/plots/residuals.json");
  const title = t("Residuals, out of fold");
  return (
    <PlotState title={title} query={file}>
      {({ points, histogram }) => {
        const rows = histogram.counts.reduce((a, b) => a + b, 0);
        const sampling = points.length < rows ? ({ kind: "sampled", shown: points.length, of: rows } as const) : ({ kind: "exact" } as const);
        return (
          <>
            <Chart
              title={title}
              remark={t("{name}: true minus predicted {target}", { name: label, target })}
              summary={t("{n} residuals against the prediction; a good model scatters evenly around zero.", { n: f.count(points.length) })}
              sampling={sampling}
              height={300}
              table={{ head: [t("Predicted"), t("Residual")], rows: points }}
              option={{
                grid: { left: 12, right: 16, top: 26, bottom: 24, containLabel: true },
                tooltip: { trigger: "item" },
                xAxis: { type: "value", scale: true, name: t("predicted"), nameLocation: "middle", nameGap: 24 },
                yAxis: { type: "value", scale: true, name: t("residual") },
                series: [
                  {
                    type: "scatter",
                    symbolSize: 5,
                    itemStyle: { opacity: 0.6 },
                    data: points,
                    markLine: { silent: true, symbol: "none", label: { show: false }, data: [{ yAxis: 0 }] },
                  },
                ],
              }}
            />
            <Chart
              title={t("Residuals, how often")}
              remark={t("rows by residual")}
              summary={t("Histogram of {n} residuals.", { n: f.count(rows) })}
              sampling={{ kind: "exact" }}
              height={300}
              table={{
                head: [t("From"), t("To"), t("Rows")],
                rows: histogram.counts.map((n, i) => [histogram.edges[i] ?? null, histogram.edges[i + 1] ?? null, n]),
              }}
              option={{
                grid: { left: 12, right: 16, top: 16, bottom: 8, containLabel: true },
                tooltip: { trigger: "axis" },
                xAxis: { type: "category", data: histogram.counts.map((_, i) => f.metric(histogram.edges[i], "value")) },
                yAxis: { type: "value" },
                series: [{ type: "bar", name: t("Rows"), data: histogram.counts, barCategoryGap: "8%" }],
              }}
            />
          </>
        );
      }}
    </PlotState>
  );
}
