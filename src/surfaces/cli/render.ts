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

function table(rows: readonly Record<string, unknown>[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => rows.some((row) => !isLarge(row[key]))).slice(0, 9);
  const cells = rows.map((row) => keys.map((key) => cell(row[key])));
  const widths = keys.map((key, i) => Math.max(key.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, i) => part.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(keys), ...cells.map(line)].join("\n");
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
