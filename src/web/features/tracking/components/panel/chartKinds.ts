import { columnOf, columnText, type ColumnRef } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { ShownColumn } from "../../hooks/viewState.ts";

/** A chart of the panel, as the address holds it. */
export type ChartKind =
  | { kind: "line"; metric: string }
  | { kind: "scatter"; x: ColumnRef; y: ColumnRef }
  | { kind: "bars"; column: ColumnRef }
  | { kind: "parallel"; columns: readonly ColumnRef[] };

const part = (column: ColumnRef) => encodeURIComponent(columnText(column));
const column = (text: string | undefined) => columnOf(decode(text ?? ""));

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

export function chartText(chart: ChartKind): string {
  if (chart.kind === "line") return `line,${encodeURIComponent(chart.metric)}`;
  if (chart.kind === "scatter") return `scatter,${part(chart.x)},${part(chart.y)}`;
  if (chart.kind === "bars") return `bars,${part(chart.column)}`;
  return ["parallel", ...chart.columns.map(part)].join(",");
}

/** Null for what is no chart. */
export function chartOf(text: string): ChartKind | null {
  const [kind, ...rest] = text.split(",");
  if (kind === "line") {
    const metric = decode(rest[0] ?? "");
    return metric === "" ? null : { kind, metric };
  }
  if (kind === "scatter") {
    const [x, y] = [column(rest[0]), column(rest[1])];
    return x && y ? { kind, x, y } : null;
  }
  if (kind === "bars") {
    const of = column(rest[0]);
    return of ? { kind, column: of } : null;
  }
  if (kind !== "parallel") return null;
  const columns = rest.flatMap((text) => column(text) ?? []);
  return columns.length < 2 ? null : { kind, columns: columns.slice(0, 12) };
}

/** What stands in the panel until somebody arranges it: lines of the metric columns, then parameters against the first of them. */
export function usualCharts(shown: readonly ShownColumn[], metricKeys: readonly string[], paramKeys: readonly string[]): string[] {
  const refs = shown.flatMap((c) => columnOf(c.column) ?? []);
  const metrics = refs.filter((ref) => ref.kind === "metric");
  const lines = [...new Set([...metrics.map((ref) => ref.key), ...(metrics.length === 0 ? metricKeys : [])])].slice(0, 4);
  const params = refs.filter((ref) => ref.kind === "param");
  const across = params.length > 0 ? params : paramKeys.slice(0, 4).map((key): ColumnRef => ({ kind: "param", key }));
  const first = metrics[0] ?? (lines[0] === undefined ? undefined : ({ kind: "metric", key: lines[0], aggregate: "last" } as const));
  return [
    ...lines.map((metric) => chartText({ kind: "line", metric })),
    ...(first && across.length > 0 ? [chartText({ kind: "parallel", columns: [...across.slice(0, 6), first] })] : []),
  ];
}
