import { useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { valueOf, type ColumnRef } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { Card } from "../../../../ui/Card.tsx";
import { Chart } from "../../../../ui/Chart.tsx";
import { ErrorState, Loading } from "../../../../ui/states.tsx";
import { useThemeName } from "../../../../ui/theme/mode.ts";
import { seriesStyle, tokens } from "../../../../ui/theme/tokens.ts";
import type { PanelRuns } from "../../hooks/usePanelRuns.ts";
import { axisOf, numberOf } from "./axes.ts";

export interface RunChartProps {
  read: PanelRuns;
  title: string;
  labelOf(column: ColumnRef): string;
  colourOf(runId: string): number | null;
  tools?: ReactNode;
}

const shapes = ["circle", "triangle", "diamond", "rect", "pin"] as const;

/** Frame for what is not there yet. */
function Waiting({ read, title, tools, children }: Pick<RunChartProps, "read" | "title" | "tools"> & { children(): ReactNode }) {
  const t = useT();
  if (read.error && read.runs.length === 0)
    return (
      <Card title={title} actions={tools}>
        <ErrorState error={read.error} what={t("The chart could not load.")} stillWorks={t("The table is current.")} onRetry={read.retry} />
      </Card>
    );
  if (read.loading)
    return (
      <Card title={title} actions={tools}>
        <Loading shape="block" />
      </Card>
    );
  return children();
}

/** Two columns against each other; a press opens the run. */
export function ScatterPanel({ x, y, ...props }: RunChartProps & { x: ColumnRef; y: ColumnRef }) {
  const { read, labelOf, colourOf } = props;
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  return (
    <Waiting {...props}>
      {() => {
        const [ax, ay] = [axisOf(read.runs, x), axisOf(read.runs, y)];
        const points = read.runs.flatMap((run) => {
          const [px, py] = [numberOf(valueOf(run, x), ax), numberOf(valueOf(run, y), ay)];
          return px === null || py === null ? [] : [{ run, at: [px, py] }];
        });
        const axis = (a: typeof ax, name: string) =>
          a.kind === "category"
            ? { type: "category", data: [...a.words], name }
            : {
                type: "value",
                scale: true,
                name,
                axisLabel: { formatter: (v: number) => (f.compact(v).length > 6 || !Number.isInteger(v) ? String(Number(v.toPrecision(4))) : f.compact(v)) },
              };
        return (
          <Chart
            title={props.title}
            remark={t("{n} of {all} runs have both", { n: points.length, all: read.runs.length })}
            summary={t("{n} runs, {y} against {x}.", { n: points.length, x: labelOf(x), y: labelOf(y) })}
            sampling={read.sampling}
            tools={props.tools}
            height={240}
            table={{ head: [t("Run"), labelOf(x), labelOf(y)], rows: points.map(({ run }) => [run.name, valueOf(run, x), valueOf(run, y)]) }}
            on={{
              click: (event) =>
                open(
                  event,
                  points.map((p) => p.run),
                  (run) => void navigate(place.at(`runs/${run.id}`, run.projectId)),
                ),
            }}
            option={{
              grid: { left: 62, right: 20, top: 14, bottom: 40 },
              tooltip: { formatter: (p: { dataIndex: number }) => tip(points[p.dataIndex]?.run, [x, y], labelOf, f.metric) },
              xAxis: { ...axis(ax, labelOf(x)), nameLocation: "middle", nameGap: 26 },
              yAxis: { ...axis(ay, labelOf(y)), nameLocation: "middle", nameGap: 46 },
              series: [
                {
                  type: "scatter",
                  symbolSize: 8,
                  data: points.map(({ run, at }) => {
                    const colour = colourOf(run.id);
                    return {
                      value: at,
                      symbol: shapes[(colour ?? 0) % shapes.length],
                      itemStyle: { color: seriesStyle(colour ?? 0).color, opacity: colour === null ? 0.35 : 1 },
                    };
                  }),
                },
              ],
            }}
          />
        );
      }}
    </Waiting>
  );
}

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function tip(run: Run | undefined, columns: readonly ColumnRef[], labelOf: (c: ColumnRef) => string, metric: (n: number) => string): string {
  if (!run) return "";
  const lines = columns.map((c) => {
    const value = valueOf(run, c);
    return `${escape(labelOf(c))} <b>${escape(typeof value === "number" ? metric(value) : (value ?? "—"))}</b>`;
  });
  return `<b>${escape(run.name)}</b><br>${lines.join("<br>")}`;
}

function open(event: unknown, runs: readonly Run[], go: (run: Run) => void): void {
  const run = runs[(event as { dataIndex?: number }).dataIndex ?? -1];
  if (run) go(run);
}

/** One column as bars, the runs in the table's order. */
export function BarPanel({ column, ...props }: RunChartProps & { column: ColumnRef }) {
  const { read, labelOf, colourOf } = props;
  const t = useT();
  const f = useFormat();
  const theme = useThemeName();
  const place = usePlace();
  const navigate = useNavigate();
  return (
    <Waiting {...props}>
      {() => {
        const runs = read.runs.filter((run) => typeof valueOf(run, column) === "number").slice(0, 40);
        const values = runs.map((run) => Number(valueOf(run, column)));
        return (
          <Chart
            title={props.title}
            summary={t("{name} of {n} runs, from {min} to {max}.", {
              name: labelOf(column),
              n: runs.length,
              min: f.metric(Math.min(...values)),
              max: f.metric(Math.max(...values)),
            })}
            sampling={read.sampling}
            tools={props.tools}
            height={Math.max(140, 40 + runs.length * 18)}
            table={{ head: [t("Run"), labelOf(column)], rows: runs.map((run, i) => [run.name, values[i] ?? null]) }}
            on={{ click: (event) => open(event, runs, (run) => void navigate(place.at(`runs/${run.id}`, run.projectId))) }}
            option={{
              grid: { left: 130, right: 56, top: 6, bottom: 24 },
              tooltip: { trigger: "item" },
              xAxis: { type: "value", min: values.some((v) => v < 0) ? undefined : 0 },
              yAxis: { type: "category", inverse: true, data: runs.map((run) => run.name), axisLabel: { width: 118, overflow: "truncate" } },
              series: [
                {
                  type: "bar",
                  barMaxWidth: 12,
                  label: {
                    show: true,
                    position: "right",
                    fontSize: 11,
                    color: tokens.themes[theme].text2,
                    textBorderWidth: 0,
                    formatter: (p: { value: number }) => f.metric(p.value),
                  },
                  data: values.map((value, i) => ({ value, itemStyle: { color: seriesStyle(colourOf(runs[i]?.id ?? "") ?? 0).color, borderRadius: 2 } })),
                },
              ],
            }}
          />
        );
      }}
    </Waiting>
  );
}

/** Parameters and metrics side by side, one line per run; brushes on the axes dim what they leave out. */
export function ParallelPanel({ columns, ...props }: RunChartProps & { columns: readonly ColumnRef[] }) {
  const { read, labelOf, colourOf } = props;
  const t = useT();
  const theme = useThemeName();
  const [passing, setPassing] = useState<number | null>(null);
  const [round, setRound] = useState(0);
  return (
    <Waiting {...props}>
      {() => {
        const axes = columns.map((column) => axisOf(read.runs, column));
        const lines = read.runs.flatMap((run) => {
          const values = columns.map((column, i) => numberOf(valueOf(run, column), axes[i] ?? { kind: "value" }));
          return values.filter((v) => v !== null).length < 2 ? [] : [{ run, values }];
        });
        const c = tokens.themes[theme];
        const dense = lines.length > 60;
        return (
          <Chart
            key={round}
            title={props.title}
            remark={
              passing === null
                ? t("{n} runs; drag on an axis to choose", { n: lines.length })
                : t("{n} of {all} runs pass the brushes", { n: passing, all: lines.length })
            }
            summary={t("{n} runs over {columns}.", { n: lines.length, columns: columns.map(labelOf).join(", ") })}
            sampling={read.sampling}
            tools={
              <>
                {passing === null ? null : (
                  <button
                    type="button"
                    className="link-button sm"
                    onClick={() => {
                      setPassing(null);
                      setRound(round + 1);
                    }}
                  >
                    {t("Clear brushes")}
                  </button>
                )}
                {props.tools}
              </>
            }
            height={260}
            table={{ head: [t("Run"), ...columns.map(labelOf)], rows: lines.map(({ run }) => [run.name, ...columns.map((column) => valueOf(run, column))]) }}
            on={{
              axisareaselected: (_event, chart) => {
                const model = chart as unknown as { getModel(): { getSeriesByIndex(i: number): { getRawIndicesByActiveState(state: string): number[] } } };
                const n = model.getModel().getSeriesByIndex(0).getRawIndicesByActiveState("active").length;
                setPassing(n === 0 ? null : n);
              },
            }}
            option={{
              parallel: {
                left: 46,
                right: 56,
                top: 40,
                bottom: 24,
                parallelAxisDefault: {
                  nameLocation: "end",
                  nameTextStyle: { color: c.text, fontSize: 11, fontFamily: tokens.faces.mono },
                  areaSelectStyle: { width: 12, color: c.primary, opacity: 0.25, borderColor: c.primary },
                },
              },
              parallelAxis: axes.map((axis, dim) => ({
                dim,
                name: short(labelOf(columns[dim] ?? { kind: "attr", key: "name" })),
                ...(axis.kind === "category" ? { type: "category", data: [...axis.words] } : { type: "value", scale: true }),
                axisLabel: {
                  color: c.axis,
                  fontSize: 10,
                  formatter: (v: number | string) => (typeof v === "number" ? String(Number(v.toPrecision(3))) : short(v)),
                },
                axisLine: { lineStyle: { color: c.borderStrong } },
                axisTick: { show: false },
              })),
              series: [
                {
                  type: "parallel",
                  smooth: 0.25,
                  inactiveOpacity: 0.06,
                  activeOpacity: 0.9,
                  lineStyle: { width: dense ? 1 : 1.5, opacity: dense ? 0.35 : 0.7 },
                  data: lines.map(({ run, values }) => {
                    const colour = colourOf(run.id);
                    const style = seriesStyle(colour ?? 0);
                    return {
                      value: values.map((v) => v ?? "-"),
                      lineStyle: {
                        color: colour === null ? c.text3 : style.color,
                        type: colour === null || style.dash.length === 0 ? "solid" : [...style.dash],
                        opacity: colour === null ? 0.25 : dense ? 0.5 : 0.9,
                      },
                    };
                  }),
                },
              ],
            }}
          />
        );
      }}
    </Waiting>
  );
}

const short = (text: string) => (text.length > 14 ? `${text.slice(0, 13)}…` : text);
