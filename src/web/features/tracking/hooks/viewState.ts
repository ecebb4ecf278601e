import { aggregates, columnOf } from "../../../../capabilities/tracking/contract/columns.ts";

export interface SortKey {
  column: string;
  order: "asc" | "desc";
}

export interface ShownColumn {
  /** `max:val_auc`, see `contract/columns.ts`. */
  column: string;
  /** Pixels, where the person dragged it. */
  width?: number;
  pinned?: true;
}

/** Everything of the run table that a colleague sees when the address is copied. */
export interface RunView {
  filter: string;
  sort: readonly SortKey[];
  /** Null: the usual columns. */
  columns: readonly ShownColumn[] | null;
  group: readonly string[];
  nested: boolean;
  deleted: boolean;
  split: boolean;
  /** Null: the usual charts. */
  charts: readonly string[] | null;
  x: string;
  smooth: number;
  log: boolean;
  /** The x axis too, where it is no clock. */
  logX: boolean;
  band: boolean;
  traces: boolean;
}

export const usualSort: readonly SortKey[] = [{ column: "attr:startedAt", order: "desc" }];

const guard = (text: string) => text.replaceAll(/[~*!%]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
const unguard = (text: string) => text.replaceAll(/%(7e|2a|21|25)/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Reads the query string; what it does not know is left out, never an error. */
export function readView(params: URLSearchParams): RunView {
  const list = (key: string) => (params.get(key) ?? "").split("~").filter((part) => part !== "");
  const sort = list("sort").flatMap((part): SortKey[] => {
    const column = unguard(part.replace(/^-/, ""));
    return columnOf(column) ? [{ column, order: part.startsWith("-") ? "desc" : "asc" }] : [];
  });
  return {
    filter: params.get("q") ?? "",
    sort: sort.length === 0 ? usualSort : sort,
    columns: params.has("cols") ? list("cols").flatMap(readColumn) : null,
    group: list("group")
      .map(unguard)
      .filter((each) => /^(seeds|experiment|status|dataset|(param|tag):.+)$/s.test(each))
      .slice(0, 3),
    nested: params.get("runs") === "nested",
    deleted: params.get("state") === "deleted",
    split: params.get("view") === "split",
    charts: params.has("charts") ? list("charts").map(unguard) : null,
    x: params.get("x") ?? "step",
    smooth: Math.min(0.99, Math.max(0, Number(params.get("smooth") ?? "0") || 0)),
    log: (params.get("log") ?? "").includes("y"),
    logX: (params.get("log") ?? "").includes("x"),
    band: params.get("band") !== "none",
    traces: params.get("traces") !== "none",
  };
}

function readColumn(part: string): ShownColumn[] {
  const [head = "", width] = part.replace(/!$/, "").split("*");
  const column = unguard(head);
  if (!columnOf(column)) return [];
  const pixels = Number(width);
  return [{ column, ...(pixels >= 40 && pixels <= 1200 ? { width: pixels } : {}), ...(part.endsWith("!") ? { pinned: true as const } : {}) }];
}

/** Writes the view into a query string, defaults left out, other values kept. */
export function writeView(params: URLSearchParams, view: RunView): URLSearchParams {
  const out = new URLSearchParams(params);
  const set = (key: string, value: string | null) => (value === null || value === "" ? out.delete(key) : out.set(key, value));
  const same = view.sort.length === 1 && view.sort[0]?.column === "attr:startedAt" && view.sort[0].order === "desc";
  set("q", view.filter);
  set("sort", same ? null : view.sort.map((s) => `${s.order === "desc" ? "-" : ""}${guard(s.column)}`).join("~"));
  if (view.columns === null) out.delete("cols");
  else out.set("cols", view.columns.map((c) => `${guard(c.column)}${c.width === undefined ? "" : `*${Math.round(c.width)}`}${c.pinned ? "!" : ""}`).join("~"));
  set("group", view.group.map(guard).join("~"));
  set("runs", view.nested ? "nested" : null);
  set("state", view.deleted ? "deleted" : null);
  set("view", view.split ? "split" : null);
  if (view.charts === null) out.delete("charts");
  else out.set("charts", view.charts.map(guard).join("~"));
  set("x", view.x === "step" ? null : view.x);
  set("smooth", view.smooth === 0 ? null : String(view.smooth));
  set("log", `${view.logX ? "x" : ""}${view.log ? "y" : ""}`);
  set("band", view.band ? null : "none");
  set("traces", view.traces ? null : "none");
  return out;
}

/** The keys of a query string that belong to a saved view. */
export const viewKeys = ["q", "sort", "cols", "group", "runs", "state", "view", "charts", "x", "smooth", "log", "band", "traces"] as const;

/** The part of a query string that a saved view keeps. */
export function viewQuery(params: URLSearchParams): string {
  const out = new URLSearchParams();
  for (const key of viewKeys) {
    const value = params.get(key);
    if (value !== null) out.set(key, value);
  }
  return out.toString();
}

/** Next step of a header press: the direction people want first, then the other, then none. */
export function nextSort(sort: readonly SortKey[], column: string, add: boolean): readonly SortKey[] {
  const numeric = (aggregates as readonly string[]).includes(column.split(":")[0] ?? "") || column === "attr:startedAt";
  const first = numeric ? "desc" : "asc";
  const now = sort.find((s) => s.column === column);
  const next: SortKey | null = !now ? { column, order: first } : now.order === first ? { column, order: first === "asc" ? "desc" : "asc" } : null;
  if (!add) return next === null ? usualSort : [next];
  const rest = sort.flatMap((s): SortKey[] => (s.column === column ? (next === null ? [] : [next]) : [s]));
  if (!now && next) rest.push(next);
  return rest.length === 0 ? usualSort : rest.slice(0, 5);
}
