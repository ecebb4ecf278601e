import { useQueries } from "@tanstack/react-query";
import type { Candidate } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Chart } from "../../../ui/Chart.tsx";
import { useThemeName } from "../../../ui/theme/mode.ts";
import { seriesStyle, tokens } from "../../../ui/theme/tokens.ts";
import { readArtifact } from "../../../lib/useArtifact.ts";
import { PlotState } from "./PlotState.tsx";
import { algorithmIndex } from "./words.ts";

interface RocFile {
  curves: { class: string | number; auc: number; points: [number, number, number][] }[];
}

/** ROC of every candidate over out-of-fold predictions; for several classes one against the rest of the chosen one. */
export function Roc({ candidates, chosen }: { candidates: readonly Candidate[]; chosen: string }) {
  const t = useT();
  const f = useFormat();
  const { axis } = tokens.themes[useThemeName()];
  const files = useQueries({
    queries: candidates.map((c) => ({
      queryKey: ["runs.artifact", c.runId, "model/plots/roc.json"],
      queryFn: async ({ signal }: { signal: AbortSignal }) => JSON.parse(await readArtifact(c.runId, "model/plots/roc.json", signal)) as RocFile,
      staleTime: Infinity,
    })),
  });
  const at = candidates.findIndex((c) => c.runId === chosen);
  const own = files[at];
  const title = t("ROC, out of fold");
  if (!own) return null;
  return (
    <PlotState title={title} query={own}>
      {(file) => {
        const several = file.curves.length > 1;
        const curves = several
          ? file.curves.map((curve, i) => ({ name: String(curve.class), curve, style: seriesStyle(i), strong: true }))
          : candidates.flatMap((c, i) => {
              const curve = files[i]?.data?.curves[0];
              return curve ? [{ name: c.label, curve, style: seriesStyle(algorithmIndex[c.algorithm] ?? 0), strong: c.runId === chosen }] : [];
            });
        return (
          <Chart
            title={title}
            remark={several ? t("one class against the rest") : t("for class {name}", { name: String(file.curves[0]?.class ?? "") })}
            summary={curves.map((each) => t("{name}: area {auc}.", { name: each.name, auc: f.metric(each.curve.auc) })).join(" ")}
            sampling={{ kind: "exact" }}
            height={300}
            table={{
              head: [t("Curve"), t("False positive rate"), t("True positive rate"), t("Threshold")],
              rows: curves.flatMap((each) => each.curve.points.map((p) => [each.name, ...p])),
            }}
            option={{
              grid: { left: 28, right: 16, top: 40, bottom: 24, containLabel: true },
              legend: {
                top: 0,
                left: 8,
                type: "scroll",
                data: curves.map((c) => c.name),
                formatter: (name: string) => `${name} ${f.metric(curves.find((c) => c.name === name)?.curve.auc)}`,
              },
              tooltip: { trigger: "item" },
              xAxis: { type: "value", min: 0, max: 1, name: t("false positive rate"), nameLocation: "middle", nameGap: 24 },
              yAxis: { type: "value", min: 0, max: 1, name: t("true positive rate"), nameLocation: "middle", nameGap: 34 },
              series: [
                ...curves.map((each) => ({
                  type: "line",
                  name: each.name,
                  data: each.curve.points.map(([x, y]) => [x, y]),
                  lineStyle: {
                    width: each.strong ? 2 : 1,
                    type: each.style.dash.length === 0 ? "solid" : [...each.style.dash],
                    opacity: each.strong ? 1 : 0.6,
                  },
                  color: each.style.color,
                })),
                {
                  type: "line",
                  name: t("chance"),
                  silent: true,
                  data: [
                    [0, 0],
                    [1, 1],
                  ],
                  color: axis,
                  lineStyle: { width: 1, type: "dashed" },
                },
              ],
            }}
          />
        );
      }}
    </PlotState>
  );
}
