import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { Chart } from "../../../ui/Chart.tsx";
import { useArtifact } from "../../../lib/useArtifact.ts";
import { metricWord } from "./metrics.ts";
import { PlotState } from "./PlotState.tsx";

interface ImportanceFile {
  metric: string;
  features: { name: string; mean: number; sd: number }[];
  reason?: string;
}

const most = 15;

/** How much the score falls when a column of held-out rows is shuffled. */
export function Importance({ runId, label }: { runId: string; label: string }) {
  const t = useT();
  const f = useFormat();
  const file = useArtifact<ImportanceFile>(runId, "model/importance.json");
  const title = t("What matters");
  return (
    <PlotState title={title} query={file}>
      {({ metric, features, reason }) => {
        const shown = features.slice(0, most);
        const first = shown[0];
        if (!first)
          return (
            <Card title={title}>
              <p className="pad t2">{reason ?? t("No importance was measured.")}</p>
            </Card>
          );
        return (
          <Chart
            title={title}
            remark={t("{name}: {metric} lost when a column is shuffled", { name: label, metric: metricWord(metric) })}
            summary={t("{name} matters most: without it {metric} falls by {value}.", {
              name: first.name,
              metric: metricWord(metric),
              value: f.metric(first.mean),
            })}
            sampling={{ kind: "exact" }}
            height={Math.max(140, shown.length * 22 + 40)}
            table={{ head: [t("Column"), t("Mean"), t("sd")], rows: features.map((x) => [x.name, x.mean, x.sd]) }}
            option={{
              grid: { left: 12, right: 24, top: 8, bottom: 8, containLabel: true },
              tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: (v: number) => f.metric(v) },
              xAxis: { type: "value" },
              yAxis: { type: "category", inverse: true, data: shown.map((x) => x.name), axisLabel: { width: 130, overflow: "truncate" } },
              series: [{ type: "bar", name: t("Mean"), data: shown.map((x) => x.mean), barCategoryGap: "30%" }],
            }}
          />
        );
      }}
    </PlotState>
  );
}
