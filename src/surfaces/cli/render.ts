/** Prints an answer for people: a table for lists, one line per field otherwise. */
export function render(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { items, nextCursor } = value as { items?: unknown; nextCursor?: unknown };
  if (Array.isArray(items)) {
    const more = typeof nextCursor === "string" ? `\nMore: add --cursor ${nextCursor}` : "";
    return items.length === 0 ? "Nothing here." : table(items as Record<string, unknown>[]) + more;
  }
  return fields(value as Record<string, unknown>, "");
}

const wide = 40;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > wide ? `${text.slice(0, wide - 1)}…` : text;
}

/** Columns people look for, in the order they read them; ids of other objects are left to `--json`. */
const first = ["rank", "id", "name", "label", "title", "version", "status", "state", "stage", "environment", "algorithm"];
const columnsAtMost = 9;

function table(rows: readonly Record<string, unknown>[]): string {
  const flat = rows.map(withMetrics);
  const known = [...new Set(flat.flatMap((row) => Object.keys(row)))].filter((key) => !key.endsWith("Id") && flat.some((row) => !isLarge(row[key])));
  const place = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length);
  const keys = known.toSorted((a, b) => place(a) - place(b)).slice(0, columnsAtMost);
  const cells = flat.map((row) => keys.map((key) => cell(row[key])));
  const widths = keys.map((key, i) => Math.max(key.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, i) => part.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(keys), ...cells.map(line)].join("\n");
}

const metricsAtMost = 4;

/** A row with its metrics as columns of their own, the well-known ones first. */
function withMetrics(row: Record<string, unknown>): Record<string, unknown> {
  const { metrics, ...rest } = row;
  if (typeof metrics !== "object" || metrics === null) return row;
  const known = ["roc_auc", "accuracy", "f1", "rmse", "mae", "r2"];
  const names = Object.keys(metrics).filter((name) => !/_sd$|^fold_/.test(name));
  const place = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length);
  const shown = names.toSorted((a, b) => place(a) - place(b)).slice(0, metricsAtMost);
  const valueOf = (value: unknown): unknown => (typeof value === "object" && value !== null && "last" in value ? value.last : value);
  const { id, rank, name, label, status, algorithm, ...others } = rest;
  const head = Object.fromEntries(Object.entries({ rank, id, name, label, status, algorithm }).filter(([, value]) => value !== undefined));
  return { ...head, ...Object.fromEntries(shown.map((metric) => [metric, valueOf((metrics as Record<string, unknown>)[metric])])), ...others };
}

function isLarge(value: unknown): boolean {
  return typeof value === "object" && value !== null && JSON.stringify(value).length > 2 * wide;
}

function fields(value: Record<string, unknown>, indent: string): string {
  const width = Math.max(0, ...Object.keys(value).map((key) => key.length));
  return Object.entries(value)
    .map(([key, v]) => {
      if (typeof v === "object" && v !== null && JSON.stringify(v).length > 2 * wide) {
        if (Array.isArray(v) && v.every((x) => typeof x === "object" && x !== null))
          return `${indent}${key}:\n${table(v as Record<string, unknown>[]).replace(/^/gm, `${indent}  `)}`;
        if (!Array.isArray(v)) return `${indent}${key}:\n${fields(v as Record<string, unknown>, `${indent}  `)}`;
        return `${indent}${key}: ${v.map(cell).join(", ")}`;
      }
      return `${indent}${key.padEnd(width)}  ${typeof v === "object" && v !== null ? JSON.stringify(v) : v === null ? "—" : String(v)}`;
    })
    .join("\n");
}
