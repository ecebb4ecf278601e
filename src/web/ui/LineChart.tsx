import { lazy, Suspense } from "react";
import { useFormat } from "../lib/format.ts";
import { ChartFrame, type FrameProps } from "./chart/Frame.tsx";
import type { LineSeries } from "./chart/Lines.tsx";
import { useThemeName } from "./theme/mode.ts";

const Lines = lazy(() => import("./chart/Lines.tsx"));

export interface LineChartProps extends Omit<FrameProps, "children" | "exports" | "table"> {
  /** x in rising order: steps, or epoch seconds with `time`. */
  x: readonly number[];
  /** One value per x; null is a gap. */
  series: readonly LineSeries[];
  /** x is time in epoch seconds. */
  time?: boolean;
  xLabel: string;
  height?: number;
  /** A limit: red and dashed, named in the title or remark. */
  limit?: number;
  /** Charts of the same group share the cursor. */
  group?: string;
  log?: boolean;
}

/** Metric curves by uPlot in the usual frame; 100,000 points draw in one frame. */
export function LineChart({ x, series, time = false, xLabel, height = 220, limit, group, log = false, ...frame }: LineChartProps) {
  const theme = useThemeName();
  const f = useFormat();
  const table = {
    head: [xLabel, ...series.map((s) => s.label)],
    rows: x.map((at, i) => [time ? f.exact(new Date(at * 1000)) : at, ...series.map((s) => s.values[i] ?? null)]),
  };
  return (
    <ChartFrame {...frame} table={table}>
      <Suspense fallback={<div style={{ height }} />}>
        <Lines
          x={x}
          series={series}
          time={time}
          xLabel={xLabel}
          height={height}
          theme={theme}
          log={log}
          {...(limit === undefined ? {} : { limit })}
          {...(group === undefined ? {} : { group })}
        />
      </Suspense>
    </ChartFrame>
  );
}
