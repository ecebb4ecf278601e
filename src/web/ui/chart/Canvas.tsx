import type { ECharts } from "echarts/core";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { ThemeName } from "../theme/tokens.ts";
import type { ChartOption } from "./option.ts";
import { init } from "./engine.ts";

export interface ChartExport {
  png(): string;
  svg(): string;
}

/** The drawing itself; loaded with ECharts only when a chart is on the page. */
export default function Canvas({ option, theme, height, ref }: { option: ChartOption; theme: ThemeName; height: number; ref?: Ref<ChartExport> }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const latest = useRef(option);
  useEffect(() => {
    latest.current = option;
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current, `lumina-${theme}`, { renderer: "canvas" });
    made.setOption(latest.current);
    chart.current = made;
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
