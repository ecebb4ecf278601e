import { lazy, Suspense, useRef } from "react";
import { useFormat } from "../lib/format.ts";
import type { CurvesProps } from "./chart/Curves.tsx";
import { align, curvesSvg, type Curve } from "./chart/curves.ts";
import { ChartFrame, type FrameProps } from "./chart/Frame.tsx";
import { useThemeName } from "./theme/mode.ts";
import { tokens } from "./theme/tokens.ts";

const Curves = lazy(() => import("./chart/Curves.tsx"));

export interface CurveChartProps extends Omit<FrameProps, "children" | "exports" | "table"> {
  curves: readonly Curve[];
  xLabel: string;
  x?: CurvesProps["x"];
  logX?: boolean;
  logY?: boolean;
  height?: number;
  group?: string;
}

/** Curves with x values of their own, bands and faint traces, in the usual frame; exports PNG, SVG, CSV. */
export function CurveChart({ curves, xLabel, x = "number", logX = false, logY = false, height = 220, group, ...frame }: CurveChartProps) {
  const theme = useThemeName();
  const f = useFormat();
  const drawing = useRef<{ png(): string }>(null);
  const named = curves.filter((curve) => !curve.faint);
  const table = {
    head: [xLabel, ...named.map((curve) => curve.label)],
    // Read only when the table or a CSV is asked for.
    get rows() {
      const { x: at, rows } = align(named, false);
      return at.map((value, i) => [x === "time" ? new Date(value * 1000).toISOString() : value, ...rows.map((row) => row[i] ?? null)]);
    },
  };
  const svg = () =>
    curvesSvg({
      title: frame.title,
      xLabel,
      curves,
      logX,
      logY,
      colours: { text: tokens.themes[theme].text2, grid: tokens.themes[theme].grid, surface: tokens.themes[theme].surface, font: tokens.faces.sans },
      format: { x: (v) => (x === "time" ? f.exact(new Date(v * 1000)) : x === "seconds" ? f.duration(v * 1000) : f.compact(v)), y: (v) => f.metric(v) },
    });
  return (
    <ChartFrame {...frame} table={table} exports={{ png: () => drawing.current?.png() ?? "", svg }}>
      <Suspense fallback={<div style={{ height }} />}>
        <Curves
          ref={drawing}
          curves={curves}
          xLabel={xLabel}
          x={x}
          logX={logX}
          logY={logY}
          height={height}
          theme={theme}
          label={frame.summary}
          {...(group === undefined ? {} : { group })}
        />
      </Suspense>
    </ChartFrame>
  );
}
