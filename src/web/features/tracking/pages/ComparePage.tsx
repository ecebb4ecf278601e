import { useQueries, useQuery } from "@tanstack/react-query";
import { Button, Select, Slider } from "antd";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { compareRuns as compareOperation, type Change } from "../../../../capabilities/tracking/contract/compare.ts";
import type { ColumnRef } from "../../../../capabilities/tracking/contract/columns.ts";
import { getRun, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Page } from "../../../ui/Page.tsx";
import { ChartToCome } from "../../../ui/chart/ChartToCome.tsx";
import { useStaged } from "../../../ui/chart/useStaged.ts";
import { Empty, ErrorState, Loading } from "../../../ui/states.tsx";
import { compareRuns } from "../components/compare/compareRuns.ts";
import { CompareTable } from "../components/compare/CompareTable.tsx";
import { Significance } from "../components/compare/Significance.tsx";
import { WhatChanged } from "../components/compare/WhatChanged.tsx";
import { metricKeys } from "../components/metrics.ts";
import { LogAxes } from "../components/panel/LogAxes.tsx";
import { LinePanel } from "../components/panel/LinePanel.tsx";
import { ParallelPanel } from "../components/panel/RunCharts.tsx";
import { Dash } from "../components/table/Rows.tsx";
import "../components/compare/compare.css";
import "../components/panel/panel.css";

const most = 20;
const mostCharts = 12;
const noChanges: readonly Change[] = [];

/** Two to twenty runs side by side, differences first, against a base. */
export default function ComparePage() {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const sel = useUrlValue("sel");
  const asked = [...new Set(sel.value.split(",").filter((id) => id !== ""))];
  const ids = asked.slice(0, most);
  const reads = useQueries({ queries: ids.map((runId) => ({ ...queryFor(getRun, { runId }), enabled: ids.length >= 2 })) });
  const crumbs = [{ label: t("Experiments"), to: place.at("experiments") }];
  const title = t("Compare runs");
  const pick = (
    <Button type="primary" onClick={() => void navigate(place.at("experiments"))}>
      {t("Pick runs")}
    </Button>
  );
  if (ids.length < 2)
    return (
      <Page title={title} crumbs={crumbs}>
        <div className="card">
          <Empty say={t("Pick two to twenty runs in the list, then compare them.")} action={pick} />
        </div>
      </Page>
    );
  const failed = reads.find((read) => read.error !== null);
  const runs = reads.map((read) => read.data).filter((run): run is Run => run !== undefined);
  if (failed || runs.length < ids.length)
    return (
      <Page title={title} crumbs={crumbs}>
        {failed ? <ErrorState error={failed.error} what={t("A run could not load.")} onRetry={() => void failed.refetch()} /> : <Loading rows={8} />}
      </Page>
    );
  return <Comparison runs={runs} ids={ids} leftOut={asked.length - ids.length} onSelect={(left) => sel.choose(left.join(","))} />;
}

function Comparison({
  runs,
  ids,
  leftOut,
  onSelect,
}: {
  runs: readonly Run[];
  ids: readonly string[];
  leftOut: number;
  onSelect(ids: readonly string[]): void;
}) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const base = useUrlValue("base");
  const agg = useUrlValue("agg", "last");
  const aggregate = agg.value === "best" ? "best" : "last";
  const first = runs.find((run) => run.id === base.value) ?? runs[0];
  const ordered = useMemo(() => (first ? [first, ...runs.filter((run) => run.id !== first.id)] : []), [runs, first]);
  const read = useQuery(queryFor(compareOperation, { runIds: [...ids] }));
  // The answer is in the order of the address; the table's is base first.
  const changes = useMemo(
    () => (read.data?.changes ?? noChanges).map((change) => ({ ...change, values: ordered.map((run) => change.values[ids.indexOf(run.id)] ?? null) })),
    [read.data, ordered, ids],
  );
  const colourOf = (runId: string) => Math.max(0, ids.indexOf(runId));
  const curves = metricKeys(runs).filter((key) => runs.some((run) => (run.metrics[key]?.count ?? 0) > 1));
  return (
    <Page
      title={t("Compare runs")}
      crumbs={[{ label: t("Experiments"), to: place.at("experiments") }]}
      meta={
        <span>
          {t("{n} runs against {name}. What differs stands first.", { n: runs.length, name: first?.name ?? "" })}
          {leftOut > 0 ? ` ${t("{n} more were left out; {most} can be compared at once.", { n: leftOut, most })}` : ""}
        </span>
      }
      actions={<Button onClick={() => void navigate(place.at("experiments"))}>{t("Pick other runs")}</Button>}
    >
      <WhatChanged groups={compareRuns(ordered, changes, aggregate)} read={read} />
      <CompareTable
        runs={ordered}
        changes={changes}
        aggregate={aggregate}
        colourOf={colourOf}
        onAggregate={agg.choose}
        onBase={(id) => base.choose(id === ids[0] ? "" : id)}
        onRemove={(id) => onSelect(ids.filter((each) => each !== id))}
      />
      <Significance runs={ordered} aggregate={aggregate} colourOf={colourOf} />
      <CompareCharts runs={ordered} curves={curves} colourOf={colourOf} />
    </Page>
  );
}

function CompareCharts({ runs, curves, colourOf }: { runs: readonly Run[]; curves: readonly string[]; colourOf(runId: string): number }) {
  const t = useT();
  const drawn = useStaged(Math.min(curves.length, mostCharts));
  const x = useUrlValue("x", "step");
  const smooth = useUrlValue("smooth", "0");
  const log = useUrlValue("log");
  const weight = Math.min(0.99, Math.max(0, Number(smooth.value) || 0));
  const sets = runs.map((run) => ({ key: run.id, index: colourOf(run.id), run, runIds: [run.id] }));
  const live = runs.some((run) => run.status === "running");
  const differing = [...new Set(runs.flatMap((run) => Object.keys(run.params)))]
    .filter((key) => new Set(runs.map((run) => run.params[key])).size > 1)
    .toSorted();
  const first = metricKeys(runs)[0];
  const columns: ColumnRef[] = [
    ...differing.slice(0, 7).map((key): ColumnRef => ({ kind: "param", key })),
    ...(first === undefined ? [] : [{ kind: "metric" as const, key: first, aggregate: "last" as const }]),
  ];
  return (
    <>
      {curves.length === 0 ? null : (
        <>
          <div className="chart-panel-tools row wrap">
            <h2 className="h-section">{t("Curves")}</h2>
            <Select
              size="small"
              aria-label={t("X axis")}
              value={x.value}
              onChange={x.choose}
              style={{ minWidth: 110 }}
              popupMatchSelectWidth={false}
              options={[
                { value: "step", label: t("Step") },
                { value: "time", label: t("Time since start") },
                { value: "wall", label: t("Time") },
                ...curves.map((key) => ({ value: `metric:${key}`, label: key })),
              ]}
            />
            <span className="row g6">
              <span id="compare-smoothing" className="sm t2">
                {t("Smoothing")}
              </span>
              <Slider
                min={0}
                max={0.95}
                step={0.05}
                value={weight}
                style={{ width: 90 }}
                onChange={(n) => smooth.type(String(n))}
                ariaLabelledByForHandle="compare-smoothing"
              />
            </span>
            <LogAxes
              x={log.value.includes("x")}
              y={log.value.includes("y")}
              clock={x.value === "wall"}
              onChange={(axes) => log.choose(`${axes.logX ? "x" : ""}${axes.log ? "y" : ""}`)}
            />
          </div>
          <ul className="row wrap sm compare-legend" aria-label={t("Lines")}>
            {runs.map((run) => (
              <li key={run.id} className="row g6">
                <Dash colour={colourOf(run.id)} />
                {run.name}
              </li>
            ))}
          </ul>
          <div className="chart-panel-grid">
            {curves
              .slice(0, mostCharts)
              .map((metric, i) =>
                i >= drawn ? (
                  <ChartToCome key={metric} title={metric} />
                ) : (
                  <LinePanel
                    key={metric}
                    metric={metric}
                    sets={sets}
                    labelOf={(set) => set.run?.name ?? ""}
                    settings={{ x: x.value, smooth: weight, log: log.value.includes("y"), logX: log.value.includes("x"), band: false, traces: false }}
                    live={live}
                  />
                ),
              )}
          </div>
          {curves.length > mostCharts ? (
            <p className="t2 sm">{t("{n} more metrics have curves; the first {shown} are drawn.", { n: curves.length - mostCharts, shown: mostCharts })}</p>
          ) : null}
        </>
      )}
      {columns.length < 3 ? null : (
        <ParallelPanel
          read={{ runs, sampling: { kind: "exact" }, loading: false, error: null, retry: () => {} }}
          title={t("Parameters that differ")}
          labelOf={(column) => column.key}
          colourOf={colourOf}
          columns={columns}
        />
      )}
    </>
  );
}
