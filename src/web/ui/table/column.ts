import type { ReactNode } from "react";
import type { List } from "../../lib/list.ts";

export interface Column<Row> {
  key: string;
  /** Header, translated; the unit belongs in it. */
  title: string;
  cell(row: Row): ReactNode;
  /** Plain text for CSV; absent leaves the column out of it. */
  text?(row: Row): string | number | null | undefined;
  /** Key the server sorts by; absent makes the column unsortable. */
  sort?: string;
  align?: "end";
  /** The row's name: sticky, first, the only link. */
  name?: true;
  width?: number;
  /** Where it goes on narrow screens: below the name, or at the end. Absent hides it there. */
  narrow?: "meta" | "value";
  /** Not shown until chosen in the column chooser. */
  optional?: true;
}

export interface Selection<Row> {
  keys: ReadonlySet<string>;
  onChange(keys: ReadonlySet<string>): void;
  /** Last row picked, for Shift ranges; kept by `useSelection`. */
  anchor: { current: string | null };
  /** Only to infer the row type. */
  row?: Row;
}

/** Toggles one row, or with Shift the range from the last one picked. */
export function toggleRow<Row>(selection: Selection<Row>, all: readonly string[], key: string, range: boolean): void {
  const next = new Set(selection.keys);
  const anchor = selection.anchor.current;
  const on = !selection.keys.has(key);
  const [a, b] = [anchor === null ? -1 : all.indexOf(anchor), all.indexOf(key)];
  const touched = range && a >= 0 ? all.slice(Math.min(a, b), Math.max(a, b) + 1) : [key];
  for (const each of touched) {
    if (on) next.add(each);
    else next.delete(each);
  }
  selection.anchor.current = key;
  selection.onChange(next);
}

/** Selects everything loaded, or nothing when everything is. */
export function toggleAll<Row>(selection: Selection<Row>, all: readonly string[]): void {
  selection.onChange(all.every((key) => selection.keys.has(key)) ? new Set() : new Set(all));
}

/** A list that is already in memory, for small tables inside cards. */
export function staticList<Row>(rows: readonly Row[], part: Partial<List<Row>> = {}): List<Row> {
  return {
    rows,
    loading: false,
    error: null,
    retry: () => {},
    hasMore: false,
    loadMore: () => {},
    loadingMore: false,
    filter: "",
    setFilter: () => {},
    sort: { key: "", order: "asc" },
    setSort: () => {},
    queryKey: [],
    ...part,
  };
}

/** RFC 4180 text of the rows on screen; formula characters are quoted away for spreadsheets. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const used = columns.filter((c) => c.text);
  const quote = (value: string | number | null | undefined) => {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [used.map((c) => quote(c.title)), ...rows.map((row) => used.map((c) => quote(c.text?.(row))))];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}
