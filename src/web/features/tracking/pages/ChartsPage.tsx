import { Filter, X } from "lucide-react";
import { Slider } from "antd";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { ChartToCome } from "../../../ui/chart/ChartToCome.tsx";
import { useStaged } from "../../../ui/chart/useStaged.ts";
import { Empty, FilteredEmpty } from "../../../ui/states.tsx";
import { MetricChart } from "../components/MetricChart.tsx";
import { isSystem, metricKeys } from "../components/metrics.ts";
import { RunFrame } from "../components/RunFrame.tsx";

const mostCharts = 40;

/** Curves of every metric that has more than one point, cursor in step. */
export default function ChartsPage() {
  return <RunFrame>{(run, live) => <Charts run={run} live={live} />}</RunFrame>;
}

function Charts({ run, live }: { run: Run; live: boolean }) {
  const t = useT();
  const filter = useUrlValue("q");
  const smooth = useUrlValue("smooth", "0");
  const keys = metricKeys([run]).filter((key) => !isSystem(key) && (run.metrics[key]?.count ?? 0) > 1);
  const shown = keys.filter((key) => key.toLocaleLowerCase().includes(filter.value.toLocaleLowerCase()));
  const smoothing = Math.min(0.99, Math.max(0, Number(smooth.value) || 0));
  const drawn = useStaged(Math.min(shown.length, mostCharts));
  if (Object.keys(run.metrics).length === 0 || keys.length === 0)
    return (
      <div className="card">
        <Empty say={live ? t("Waits for the first points.") : t("No metric of this run has more than one point. The overview shows the values.")} />
      </div>
    );
  return (
    <>
      <div className="row wrap chart-tools-row">
        <label className="filter-field">
          <Filter size={14} aria-hidden />
          <span className="sr">{t("Filter metrics")}</span>
          <input type="search" data-filter-field placeholder={t("Filter metrics")} value={filter.value} onChange={(e) => filter.type(e.target.value)} />
          {filter.value === "" ? null : (
            <button type="button" className="icon-button s" aria-label={t("Clear filter")} onClick={() => filter.type("")}>
              <X size={14} aria-hidden />
            </button>
          )}
        </label>
        <span className="row sm">
          <span id="smoothing" className="t2">
            {t("Smoothing")}
          </span>
          <Slider
            min={0}
            max={0.95}
            step={0.05}
            value={smoothing}
            style={{ width: 110 }}
            onChange={(n) => smooth.type(String(n))}
            ariaLabelledByForHandle="smoothing"
          />
          <span className="num">{smoothing.toFixed(2)}</span>
        </span>
      </div>
      {shown.length === 0 ? (
        <div className="card">
          <FilteredEmpty filter={filter.value} onClear={() => filter.type("")} />
        </div>
      ) : (
        <div className="grid c2">
          {shown
            .slice(0, mostCharts)
            .map((key, i) =>
              i < drawn ? <MetricChart key={key} runs={[run]} metric={key} live={live} smoothing={smoothing} /> : <ChartToCome key={key} title={key} />,
            )}
        </div>
      )}
    </>
  );
}
