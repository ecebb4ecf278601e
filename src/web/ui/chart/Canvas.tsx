import type { ECharts } from "echarts/core";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { ThemeName } from "../theme/tokens.ts";
import type { ChartOption } from "./option.ts";
import { init } from "./engine.ts";

export interface ChartExport {
  png(): string;
  svg(): string;
}

interface CanvasProps {
  option: ChartOption;
  theme: ThemeName;
  height: number;
  /** ECharts events by name; the chart itself comes second. */
  on?: Readonly<Record<string, (event: unknown, chart: ECharts) => void>>;
  ref?: Ref<ChartExport>;
}

/** The drawing itself; loaded with ECharts only when a chart is on the page. */
export default function Canvas({ option, theme, height, on, ref }: CanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const latest = useRef(option);
  const heard = useRef(on);
  useEffect(() => {
    heard.current = on;
  });
  useEffect(() => {
    latest.current = option;
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current, `lumina-${theme}`, { renderer: "canvas" });
    made.setOption(latest.current);
    chart.current = made;
    for (const name of Object.keys(heard.current ?? {})) made.on(name, (event: unknown) => heard.current?.[name]?.(event, made));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [theme]);
  useImperativeHandle(ref, () => ({
    png: () =>
      chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: getComputedStyle(document.documentElement).getPropertyValue("--surface") }) ??
      "",
    svg: () => {
      const host = document.createElement("div");
      const drawn = init(host, `lumina-${theme}`, { renderer: "svg", width: box.current?.clientWidth ?? 640, height });
      drawn.setOption(latest.current);
      const text = drawn.renderToSVGString();
      drawn.dispose();
      return text;
    },
  }));
  return <div ref={box} style={{ height }} aria-hidden />;
}
