import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useFormat } from "../../lib/format.ts";
import { seriesStyle, tokens, type ThemeName } from "../theme/tokens.ts";
import { align, nearest, type Curve } from "./curves.ts";

export interface CurvesProps {
  curves: readonly Curve[];
  xLabel: string;
  /** How x is written: a step, seconds since the start, or epoch seconds. */
  x: "number" | "seconds" | "time";
  logX: boolean;
  logY: boolean;
  height: number;
  theme: ThemeName;
  /** Charts of the same group share cursor and zoom. */
  group?: string;
  label: string;
  ref?: Ref<{ png(): string }>;
}

interface Hover {
  left: number;
  flip: boolean;
  x: number;
  lines: { key: string; label: string; index: number; value: number }[];
}

const mostNamed = 10;

/** Curves by uPlot: bands, faint traces, log axes, shared cursor, a tooltip that a press pins, arrow keys. */
export default function Curves({ curves, theme, height, logX, logY, x: kind, xLabel, group, label, ref }: CurvesProps) {
  const f = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const pinned = useRef(false);
  const [hover, setHover] = useState<Hover | null>(null);
  const flat = curves.flatMap((c) => [
    { x: c.x, y: c.y },
    ...(c.band
      ? [
          { x: c.x, y: c.band.high },
          { x: c.x, y: c.band.low },
        ]
      : []),
  ]);
  const aligned = align(flat, logX);
  const latest = useRef({ curves, aligned });
  const shape = JSON.stringify(curves.map((c) => [c.key, c.index, c.faint ?? false, c.band !== undefined]));
  const xText = (value: number) =>
    kind === "time"
      ? f.exact(new Date(value * 1000))
      : kind === "seconds"
        ? f.duration(value * 1000)
        : Number.isInteger(value)
          ? f.count(value)
          : f.metric(value);

  useEffect(() => {
    latest.current = { curves, aligned };
    plot.current?.setData([aligned.x, ...aligned.rows] as unknown as uPlot.AlignedData);
  });
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const c = tokens.themes[theme];
    const font = `11px ${tokens.faces.sans}`;
    const axis = { stroke: c.axis, grid: { stroke: c.grid, width: 1 }, ticks: { show: false }, font };
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    for (const [, index, faint, band] of JSON.parse(shape) as [string, number, boolean, boolean][]) {
      const style = seriesStyle(index);
      const at = series.length;
      series.push({
        stroke: faint ? `${style.color}40` : style.color,
        width: faint ? 1 : 1.75,
        dash: faint ? [] : [...style.dash],
        spanGaps: false,
        points: {
          size: 6,
          fill: style.color,
          show: (_u, s) => (latest.current.aligned.rows[s - 1]?.filter((v) => v !== undefined && v !== null).length ?? 0) < 2,
        },
      });
      if (!band) continue;
      series.push({ stroke: "transparent", width: 0, points: { show: false } }, { stroke: "transparent", width: 0, points: { show: false } });
      bands.push({ series: [at + 1, at + 2], fill: `${style.color}26` });
    }
    const made = new uPlot(
      {
        width: host.clientWidth,
        height,
        legend: { show: false },
        bands,
        cursor: {
          drag: { x: true, y: false },
          points: { show: false },
          ...(group === undefined ? {} : { sync: { key: group, scales: ["x", null] as [string, null] } }),
        },
        scales: { x: { time: kind === "time", distr: logX ? 3 : 1 }, y: logY ? { distr: 3 } : {} },
        axes: [
          {
            ...axis,
            size: 26,
            ...(kind === "time"
              ? {}
              : { values: (_u: uPlot, ticks: number[]) => ticks.map((v) => (v === null ? "" : kind === "seconds" ? f.duration(v * 1000) : f.compact(v))) }),
          },
          { ...axis, size: 58, values: (_u, ticks) => ticks.map((v) => (v === null ? "" : tick(f, v))) },
        ],
        series,
        hooks: {
          setCursor: [
            (u) => {
              if (pinned.current) return;
              const at = u.cursor.idx;
              if (at === null || at === undefined || (u.cursor.left ?? -1) < 0) setHover(null);
              else setHover(hoverAt(u, at));
            },
          ],
        },
      },
      [latest.current.aligned.x, ...latest.current.aligned.rows] as unknown as uPlot.AlignedData,
      host,
    );
    const hoverAt = (u: uPlot, at: number): Hover => {
      const { curves: drawn, aligned: now } = latest.current;
      let row = 0;
      const lines = drawn.flatMap((curve) => {
        const values = now.rows[row] ?? [];
        row += curve.band ? 3 : 1;
        if (curve.faint) return [];
        const i = nearest(values, at);
        const value = i === null ? null : values[i];
        return value === null || value === undefined ? [] : [{ key: curve.key, label: curve.label, index: curve.index, value }];
      });
      const x = now.x[at] ?? 0;
      const left = u.valToPos(x, "x");
      return { left: left + 58, flip: left > u.over.clientWidth / 2, x, lines };
    };
    const press = () => {
      pinned.current = !pinned.current;
      if (!pinned.current) setHover(null);
    };
    made.over.addEventListener("click", press);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: host.clientWidth, height }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme, height, kind, shape, group, logX, logY, f]);
  useImperativeHandle(ref, () => ({ png: () => pngOf(plot.current, theme) }));

  const onKey = (event: KeyboardEvent) => {
    const u = plot.current;
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape") {
      pinned.current = false;
      setHover(null);
    }
    if (!u || by === 0 || aligned.x.length === 0) return;
    event.preventDefault();
    pinned.current = false;
    const at = Math.max(0, Math.min(aligned.x.length - 1, (u.cursor.idx ?? (by > 0 ? -1 : aligned.x.length)) + by));
    u.setCursor({ left: u.valToPos(aligned.x[at] ?? 0, "x"), top: 10 });
  };
  const named = hover?.lines.slice(0, mostNamed) ?? [];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- arrow keys read the points
    <div className="curves" role="img" aria-label={label} tabIndex={0} onKeyDown={onKey}>
      <div ref={box} aria-hidden />
      {hover === null || hover.lines.length === 0 ? null : (
        <div className="curve-tip" aria-hidden style={hover.flip ? { right: `calc(100% - ${hover.left - 10}px)` } : { left: hover.left + 10 }}>
          <div className="t2">
            {xLabel} <b className="num">{xText(hover.x)}</b>
          </div>
          {named.map((line) => (
            <div key={line.key} className="row g6">
              <span className="swatch" style={{ background: seriesStyle(line.index).color }} />
              <span className="grow ellipsis">{line.label}</span>
              <b className="num">{f.metric(line.value)}</b>
            </div>
          ))}
          {hover.lines.length > mostNamed ? <div className="t2">+{hover.lines.length - mostNamed}</div> : null}
        </div>
      )}
      <span className="sr" aria-live="polite">
        {hover === null ? "" : `${xLabel} ${xText(hover.x)}: ${named.map((line) => `${line.label} ${f.metric(line.value)}`).join(", ")}`}
      </span>
    </div>
  );
}

function tick(f: ReturnType<typeof useFormat>, value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(0);
  return size >= 1000 ? f.compact(value) : String(Number(value.toPrecision(4)));
}

function pngOf(u: uPlot | null, theme: ThemeName): string {
  if (!u) return "";
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [u.ctx.canvas.width, u.ctx.canvas.height];
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.fillStyle = tokens.themes[theme].surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(u.ctx.canvas, 0, 0);
  return canvas.toDataURL("image/png");
}
