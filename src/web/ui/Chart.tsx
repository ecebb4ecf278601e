import type { ECharts } from "echarts/core";
import { lazy, Suspense, useRef } from "react";
import type { ChartExport } from "./chart/Canvas.tsx";
import { ChartFrame, type FrameProps } from "./chart/Frame.tsx";
import type { ChartOption } from "./chart/option.ts";
import { useThemeName } from "./theme/mode.ts";

const Canvas = lazy(() => import("./chart/Canvas.tsx"));

export interface ChartProps extends Omit<FrameProps, "children" | "exports"> {
  option: ChartOption;
  height?: number;
  /** ECharts events by name; the chart itself comes second. */
  on?: Readonly<Record<string, (event: unknown, chart: ECharts) => void>>;
}

/** An ECharts chart in its frame. ECharts is loaded when the first chart is drawn. */
export function Chart({ option, height = 220, on, ...frame }: ChartProps) {
  const theme = useThemeName();
  const drawing = useRef<ChartExport>(null);
  return (
    <ChartFrame {...frame} exports={{ png: () => drawing.current?.png() ?? "", svg: () => drawing.current?.svg() ?? "" }}>
      <Suspense fallback={<div style={{ height }} />}>
        <Canvas ref={drawing} option={option} theme={theme} height={height} {...(on === undefined ? {} : { on })} />
      </Suspense>
    </ChartFrame>
  );
}
