import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useFormat } from "../../lib/format.ts";
import { seriesStyle, tokens, type ThemeName } from "../theme/tokens.ts";

export interface LineSeries {
  label: string;
  values: readonly (number | null)[];
  /** Place in the series order; a run keeps its own everywhere. */
  index: number;
  /** Faint: the original behind a smoothed line. */
  faint?: boolean;
}

interface LinesProps {
  x: readonly number[];
  series: readonly LineSeries[];
  time: boolean;
  xLabel: string;
  height: number;
  theme: ThemeName;
  limit?: number;
  group?: string;
  log: boolean;
}

/** The uPlot drawing; loaded when the first line chart is on the page. */
export default function Lines({ x, series, time, xLabel, height, theme, limit, group, log }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const f = useFormat();
  const data = [x, ...series.map((s) => s.values)] as unknown as uPlot.AlignedData;
  const latest = useRef(data);
  const shape = JSON.stringify(series.map((s) => [s.label, s.index, s.faint ?? false]));
  useEffect(() => {
    latest.current = data;
    plot.current?.setData(data);
  });
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const c = tokens.themes[theme];
    const axis = { stroke: c.axis, grid: { stroke: c.grid, width: 1 }, ticks: { show: false }, font: `11px ${tokens.faces.sans}` };
    const drawn = (JSON.parse(shape) as [string, number, boolean][]).map(([label, index, faint]) => {
      const style = seriesStyle(index);
      return {
        label,
        stroke: faint ? `${style.color}59` : style.color,
        width: faint ? 1 : 1.75,
        dash: [...style.dash],
        points: { show: latest.current[0].length < 2 },
        spanGaps: false,
        value: (_u: uPlot, v: number | null) => f.metric(v),
      };
    });
    const made = new uPlot(
      {
        width: host.clientWidth,
        height,
        legend: { show: drawn.length > 1 },
        cursor: group === undefined ? { drag: { x: true, y: false } } : { drag: { x: true, y: false }, sync: { key: group } },
        scales: { x: { time }, y: log ? { distr: 3 } : {} },
        axes: [
          { ...axis, label: time ? "" : xLabel, labelSize: 14, size: time ? 28 : 26, labelFont: `11px ${tokens.faces.sans}` },
          { ...axis, size: 56, values: (_u, ticks) => ticks.map((v) => (v === null ? "" : f.metric(v, Math.abs(v) <= 1 ? "value" : "value"))) },
        ],
        series: [{ label: xLabel, value: (_u, v: number | null) => (v === null ? "—" : time ? f.exact(new Date(v * 1000)) : f.count(v)) }, ...drawn],
        hooks: limit === undefined ? {} : { draw: [(u) => drawLimit(u, limit, c.err)] },
      },
      latest.current,
      host,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: host.clientWidth, height }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme, height, time, xLabel, shape, limit, group, log, f]);
  return <div ref={box} aria-hidden />;
}

function drawLimit(u: uPlot, limit: number, colour: string): void {
  const y = u.valToPos(limit, "y", true);
  if (y < u.bbox.top || y > u.bbox.top + u.bbox.height) return;
  u.ctx.save();
  u.ctx.strokeStyle = colour;
  u.ctx.setLineDash([6, 4]);
  u.ctx.beginPath();
  u.ctx.moveTo(u.bbox.left, y);
  u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
  u.ctx.stroke();
  u.ctx.restore();
}
