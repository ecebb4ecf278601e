/** The one source of every colour, size and face of the page. CSS variables, Ant Design and ECharts are derived from it. */

const series = ["#3B82F6", "#A54B10", "#DB7290", "#00755E", "#D5118C", "#823BE3", "#60A421", "#AD7FCD", "#1E7DAC", "#917B3E"] as const;

const dark = {
  bg: "#09090B",
  surface: "#0A0A0A",
  raised: "#111113",
  overlay: "#151518",
  fill: "#18181B",
  fill2: "#1F1F23",
  border: "#27272A",
  borderSoft: "#1C1C1F",
  borderStrong: "#3F3F46",
  borderControl: "#62626B",
  text: "#FAFAFA",
  text2: "#A1A1AA",
  text3: "#8B8B95",
  textOff: "#63636C",
  primary: "#3B82F6",
  primarySolid: "#2563EB",
  primarySolidHover: "#1D4ED8",
  primaryText: "#60A5FA",
  primaryTint: "#0F1D36",
  primaryLine: "#1E3A6E",
  ok: "#22C55E",
  okText: "#4ADE80",
  okTint: "#0B2414",
  okLine: "#14532D",
  warn: "#F97316",
  warnText: "#FB923C",
  warnTint: "#2A1708",
  warnLine: "#6B3410",
  err: "#EF4444",
  errSolid: "#DC2626",
  errText: "#F87171",
  errTint: "#2A0F10",
  errLine: "#6F1D1D",
  onSolid: "#FFFFFF",
  onOk: "#052E16",
  onWarn: "#1C0A00",
  grid: "#1E1E22",
  axis: "#8B8B95",
  mask: "rgba(0,0,0,.6)",
  glow: "0 0 0 1px rgba(59,130,246,.32),0 6px 24px -6px rgba(59,130,246,.22)",
  shadow: "0 12px 32px rgba(0,0,0,.55),0 2px 6px rgba(0,0,0,.4)",
  titleGlow: "0 0 18px rgba(59,130,246,.45)",
};

export type Theme = typeof dark;

const light: Theme = {
  bg: "#FAFAFA",
  surface: "#FFFFFF",
  raised: "#FFFFFF",
  overlay: "#FFFFFF",
  fill: "#F4F4F5",
  fill2: "#EDEDEF",
  border: "#E4E4E7",
  borderSoft: "#EFEFF1",
  borderStrong: "#D4D4D8",
  borderControl: "#8A8A93",
  text: "#09090B",
  text2: "#52525B",
  text3: "#66666F",
  textOff: "#A1A1AA",
  primary: "#2563EB",
  primarySolid: "#2563EB",
  primarySolidHover: "#1D4ED8",
  primaryText: "#1D4ED8",
  primaryTint: "#EFF6FF",
  primaryLine: "#BFDBFE",
  ok: "#16A34A",
  okText: "#15803D",
  okTint: "#F0FDF4",
  okLine: "#BBF7D0",
  warn: "#EA580C",
  warnText: "#C2410C",
  warnTint: "#FFF7ED",
  warnLine: "#FED7AA",
  err: "#DC2626",
  errSolid: "#DC2626",
  errText: "#B91C1C",
  errTint: "#FEF2F2",
  errLine: "#FECACA",
  onSolid: "#FFFFFF",
  onOk: "#052E16",
  onWarn: "#1C0A00",
  grid: "#EDEDEF",
  axis: "#66666F",
  mask: "rgba(9,9,11,.36)",
  glow: "0 0 0 1px rgba(37,99,235,.28),0 6px 20px -6px rgba(37,99,235,.18)",
  shadow: "0 12px 32px rgba(9,9,11,.12),0 2px 6px rgba(9,9,11,.06)",
  titleGlow: "0 0 16px rgba(37,99,235,.22)",
};

const scales = {
  dark: {
    sequential: ["#131E37", "#1C366D", "#2051A8", "#256FDE", "#3E97F2", "#6FBFF4", "#AEE1F6"],
    diverging: ["#80C7F8", "#4C9DEB", "#2F62AC", "#24262B", "#934E1E", "#DB7D32", "#F2B772"],
  },
  light: {
    sequential: ["#E6F4FE", "#B5D4EF", "#80B3ED", "#518FE9", "#2A69DA", "#204BAA", "#183275"],
    diverging: ["#1A469D", "#3680DD", "#91C3F6", "#F2F3F5", "#F2C08A", "#DC701C", "#933D08"],
  },
};

const faces = {
  head: '"Space Grotesk", Inter, sans-serif',
  sans: "Inter, system-ui, sans-serif",
  mono: '"JetBrains Mono", ui-monospace, monospace',
};

export type ThemeName = "dark" | "light";

export const tokens = {
  themes: { dark, light } satisfies Record<ThemeName, Theme>,
  scales,
  series,
  /** Line dashes in series order; colour never stands alone. */
  dashes: [[], [6, 3], [2, 3], [8, 2, 2, 2], [1, 2]],
  faces,
  radius: { card: 8, control: 6, chip: 4 },
  size: { font: 13, control: 32, controlSmall: 26, controlTouch: 44 },
};

/** Colour and dash of the n-th series; the eleventh reuses colour 1 with the next dash. */
export function seriesStyle(index: number): { color: string; dash: readonly number[] } {
  const round = Math.floor(index / series.length);
  return {
    color: series[index % series.length] ?? series[0],
    dash: tokens.dashes[(index + round) % tokens.dashes.length] ?? [],
  };
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`).replace(/([a-z])(\d)/g, "$1-$2");

function variables(name: ThemeName): string {
  const colours = Object.entries(tokens.themes[name]).map(([key, value]) => `--${kebab(key)}:${value};`);
  const { sequential, diverging } = scales[name];
  const steps = [...sequential.map((c, i) => `--q${i}:${c};`), ...diverging.map((c, i) => `--d${i}:${c};`)];
  return `color-scheme:${name};${colours.join("")}${steps.join("")}`;
}

/** The style sheet of tokens: dark by default, light under `[data-theme=light]`. */
export function tokenSheet(): string {
  const fixed = [
    ...series.map((c, i) => `--s${i + 1}:${c};`),
    `--head:${faces.head};--sans:${faces.sans};--mono:${faces.mono};`,
    `--r:${tokens.radius.card}px;--r-sm:${tokens.radius.control}px;--r-xs:${tokens.radius.chip}px;`,
    "--t:220ms cubic-bezier(.2,0,0,1);",
  ].join("");
  return `:root{${fixed}${variables("dark")}}\n[data-theme=light]{${variables("light")}}\n`;
}
