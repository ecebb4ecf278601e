import type { EChartsCoreOption } from "echarts/core";

/** An ECharts option; data, axes and units only, looks come from the theme. */
export type ChartOption = EChartsCoreOption;

/** The chart's numbers as a table: for screen readers, “Show as table” and CSV. */
export interface ChartTable {
  head: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** Exact, or how many points of how many are drawn. */
export type Sampling = { kind: "exact" } | { kind: "sampled"; shown: number; of: number; showExact?(): void };

/** CSV of a chart's numbers. */
export function tableCsv(table: ChartTable): string {
  const quote = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[table.head, ...table.rows].map((row) => row.map(quote).join(",")).join("\r\n")}\r\n`;
}
