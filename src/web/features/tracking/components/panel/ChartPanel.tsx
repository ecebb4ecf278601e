import { Button, Checkbox, Input, Select, Slider } from "antd";
import { Plus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { columnOf, type ColumnRef } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { RunGroup } from "../../../../../capabilities/tracking/contract/groups.ts";
import { useT } from "../../../../lib/i18n.ts";
import { ChartToCome } from "../../../../ui/chart/ChartToCome.tsx";
import { useStaged } from "../../../../ui/chart/useStaged.ts";
import { Empty } from "../../../../ui/states.tsx";
import { MenuList, Popup, type MenuItem } from "../../../../ui/Popup.tsx";
import type { Charted, ChartedSet } from "../../hooks/useCharted.ts";
import { usePanelRuns } from "../../hooks/usePanelRuns.ts";
import type { RunRows } from "../../hooks/useRunRows.ts";
import type { ViewHandle } from "../../hooks/useRunView.ts";
import type { ShownColumn } from "../../hooks/viewState.ts";
import { aggregateWords, attributeWords } from "../table/useTableColumns.tsx";
import { chartOf, chartText, usualCharts, type ChartKind } from "./chartKinds.ts";
import { LogAxes } from "./LogAxes.tsx";
import { LinePanel } from "./LinePanel.tsx";
import { BarPanel, ParallelPanel, ScatterPanel } from "./RunCharts.tsx";
import "./panel.css";

interface ChartPanelProps {
  handle: ViewHandle;
  rows: RunRows;
  charted: Charted;
  metricKeys: readonly string[];
  paramKeys: readonly string[];
  shown: readonly ShownColumn[];
  groupLabel(group: RunGroup): string;
}

/** Charts beside the table: lines of the charted runs, and pictures of all that match. */
export default function ChartPanel({ handle, rows, charted, metricKeys, paramKeys, shown, groupLabel }: ChartPanelProps) {
  const t = useT();
  const { view, set } = handle;
  const texts = view.charts ?? usualCharts(shown, metricKeys, paramKeys);
  const charts = texts.flatMap((text) => {
    const chart = chartOf(text);
    return chart ? [{ text, chart }] : [];
  });
  const drawn = useStaged(charts.length);
  const labelOf = useLabel();
  const setLabel = (set: ChartedSet) => set.run?.name ?? (set.group ? groupLabel(set.group) : set.key.slice(-8));
  const live = rows.runs.some((run) => run.status === "running");
  const columns = useMemo(
    () =>
      charts.flatMap(({ chart }): ColumnRef[] =>
        chart.kind === "line"
          ? [{ kind: "metric", key: chart.metric, aggregate: "last" }]
          : chart.kind === "bars"
            ? [chart.column]
            : chart.kind === "scatter"
              ? [chart.x, chart.y]
              : [...chart.columns],
      ),
    // oxlint-disable-next-line react/exhaustive-deps -- the texts say all of them
    [texts.join("~")],
  );
  const read = usePanelRuns(rows.asked, columns, rows.total, live);
  const remove = (text: string) => set({ charts: texts.filter((each) => each !== text) });
  const tools = (text: string, name: string) => (
    <button type="button" className="icon-button s" aria-label={t("Take away {name}", { name })} onClick={() => remove(text)}>
      <X size={14} aria-hidden />
    </button>
  );
  const draw = (text: string, chart: ChartKind) => {
    const common = { read, labelOf, colourOf: charted.colourOf };
    if (chart.kind === "scatter") {
      const title = t("{y} against {x}", { x: labelOf(chart.x), y: labelOf(chart.y) });
      return <ScatterPanel key={text} {...common} title={title} x={chart.x} y={chart.y} tools={tools(text, title)} />;
    }
    if (chart.kind === "bars")
      return <BarPanel key={text} {...common} title={labelOf(chart.column)} column={chart.column} tools={tools(text, labelOf(chart.column))} />;
    if (chart.kind === "parallel") {
      const title = t("Parameters and {metric}", { metric: labelOf(chart.columns.at(-1) ?? { kind: "attr", key: "name" }) });
      return (
        <div className="wide-chart" key={text}>
          <ParallelPanel {...common} title={title} columns={chart.columns} tools={tools(text, title)} />
        </div>
      );
    }
    const bars: ColumnRef = { kind: "metric", key: chart.metric, aggregate: "last" };
    return (
      <LinePanel
        key={text}
        metric={chart.metric}
        sets={charted.sets}
        labelOf={setLabel}
        settings={view}
        live={live}
        tools={tools(text, chart.metric)}
        single={<BarPanel {...common} title={labelOf(bars)} column={bars} tools={tools(text, chart.metric)} />}
      />
    );
  };
  return (
    <div className="chart-panel" role="region" aria-label={t("Charts of the runs")}>
      <div className="chart-panel-tools row wrap">
        <span className="row g6">
          <span className="sm t2">{t("X axis")}</span>
          <Select
            size="small"
            aria-label={t("X axis")}
            value={view.x}
            style={{ minWidth: 110 }}
            popupMatchSelectWidth={false}
            onChange={(x) => set({ x })}
            options={[
              { value: "step", label: t("Step") },
              { value: "time", label: t("Time since start") },
              { value: "wall", label: t("Time") },
              ...metricKeys.slice(0, 50).map((key) => ({ value: `metric:${key}`, label: key })),
            ]}
          />
        </span>
        <span className="row g6">
          <span id="panel-smoothing" className="sm t2">
            {t("Smoothing")}
          </span>
          <Slider
            min={0}
            max={0.95}
            step={0.05}
            value={view.smooth}
            style={{ width: 70 }}
            onChange={(smooth) => set({ smooth }, "type")}
            ariaLabelledByForHandle="panel-smoothing"
          />
          <span className="sm num">{view.smooth.toFixed(2)}</span>
        </span>
        <LogAxes x={view.logX} y={view.log} clock={view.x === "wall"} onChange={set} />
        {view.group.length === 0 ? null : (
          <>
            <Checkbox checked={view.band} onChange={(e) => set({ band: e.target.checked })}>
              {t("± 1 sd")}
            </Checkbox>
            <Checkbox checked={view.traces} onChange={(e) => set({ traces: e.target.checked })}>
              {t("All traces")}
            </Checkbox>
          </>
        )}
        <span className="end">
          <AddChart
            metricKeys={metricKeys}
            paramKeys={paramKeys}
            labelOf={labelOf}
            onAdd={(chart) => set({ charts: [...texts, chartText(chart)] })}
            usual={view.charts === null}
            onUsual={() => set({ charts: null })}
          />
        </span>
      </div>
      {charts.length === 0 ? (
        <Empty say={t("No chart here. Add one of a metric, or of two columns against each other.")} />
      ) : (
        <div className="chart-panel-grid">
          {charts.map(({ text, chart }, i) =>
            i < drawn ? draw(text, chart) : <ChartToCome key={text} title={chart.kind === "line" ? chart.metric : t("Chart")} />,
          )}
        </div>
      )}
    </div>
  );
}

/** What a column is called. */
function useLabel(): (column: ColumnRef) => string {
  const t = useT();
  return (column) => {
    if (column.kind === "attr") return t(attributeWords[column.key]);
    if (column.kind !== "metric" || column.aggregate === "last") return column.key;
    return t("{metric} {aggregate}", { metric: column.key, aggregate: t(aggregateWords[column.aggregate]) });
  };
}

interface AddChartProps {
  metricKeys: readonly string[];
  paramKeys: readonly string[];
  labelOf(column: ColumnRef): string;
  usual: boolean;
  onAdd(chart: ChartKind): void;
  onUsual(): void;
}

function AddChart(props: AddChartProps) {
  const t = useT();
  return (
    <Popup
      side="end"
      label={t("Add a chart")}
      button={(attributes) => (
        <Button size="small" icon={<Plus />} {...attributes}>
          {t("Chart")}
        </Button>
      )}
    >
      {(close) => <AddForm {...props} close={close} />}
    </Popup>
  );
}

function AddForm({ metricKeys, paramKeys, usual, onAdd, onUsual, close }: AddChartProps & { close(): void }) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const [pair, setPair] = useState<{ x: string; y: string }>({ x: `param:${paramKeys[0] ?? ""}`, y: `last:${metricKeys[0] ?? ""}` });
  const options = [
    ...metricKeys.map((key) => ({ value: `last:${key}`, label: key })),
    ...paramKeys.map((key) => ({ value: `param:${key}`, label: key })),
    { value: "attr:duration", label: t("Took") },
  ];
  const found = metricKeys.filter((key) => key.toLocaleLowerCase().includes(typed.toLocaleLowerCase())).slice(0, 8);
  const items: MenuItem[] = [
    ...found.map((metric) => ({ key: metric, label: t("{metric} over its steps", { metric }), onSelect: () => onAdd({ kind: "line", metric }) })),
    ...found.slice(0, 3).map((key) => ({
      key: `bars ${key}`,
      label: t("{metric} as bars", { metric: key }),
      onSelect: () => onAdd({ kind: "bars", column: { kind: "metric", key, aggregate: "last" } }),
    })),
    ...(usual ? [] : [{ key: "usual", label: t("Back to the usual charts"), onSelect: onUsual }]),
  ];
  const [x, y] = [columnOf(pair.x), columnOf(pair.y)];
  const against = paramKeys.slice(0, 5).map((key): ColumnRef => ({ kind: "param", key }));
  return (
    <div className="col g6 add-chart">
      <Input
        size="small"
        allowClear
        autoFocus
        placeholder={t("Find a metric")}
        aria-label={t("Find a metric")}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
      <MenuList items={items} close={close} />
      <div className="row g6 wrap">
        <Select
          size="small"
          showSearch
          aria-label={t("Down")}
          value={pair.y}
          options={options}
          onChange={(value) => setPair({ ...pair, y: value })}
          style={{ width: 120 }}
          popupMatchSelectWidth={false}
        />
        <span className="sm t2">{t("against")}</span>
        <Select
          size="small"
          showSearch
          aria-label={t("Across")}
          value={pair.x}
          options={options}
          onChange={(value) => setPair({ ...pair, x: value })}
          style={{ width: 120 }}
          popupMatchSelectWidth={false}
        />
        <Button
          size="small"
          disabled={!x || !y}
          onClick={() => {
            close();
            if (x && y) onAdd({ kind: "scatter", x, y });
          }}
        >
          {t("Scatter")}
        </Button>
        <Button
          size="small"
          disabled={!y || against.length === 0}
          onClick={() => {
            close();
            if (y) onAdd({ kind: "parallel", columns: [...against, y] });
          }}
        >
          {t("Parallel")}
        </Button>
      </div>
    </div>
  );
}
