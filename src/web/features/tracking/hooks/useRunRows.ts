import { keepPreviousData, useInfiniteQuery, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { columnOf } from "../../../../capabilities/tracking/contract/columns.ts";
import { childCounts, groupRuns, type RunGroup } from "../../../../capabilities/tracking/contract/groups.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../../../capabilities/tracking/contract/search.ts";
import { pagesFor, queryFor } from "../../../lib/query.ts";
import { both, groupScope, orderClauses } from "../components/filter/clauses.ts";
import { groupKey, type Item } from "../components/table/items.ts";
import { keysOf } from "../components/table/usualColumns.ts";
import type { RunScope } from "./useRunKeys.ts";
import type { RunView, ShownColumn } from "./viewState.ts";

export interface RunRows {
  items: readonly Item[];
  /** Runs that are loaded, in the order of the rows. */
  runs: readonly Run[];
  groups: readonly RunGroup[];
  /** Metric columns that groups summarise, in the order of `group.metrics`. */
  groupMetrics: readonly string[];
  /** Runs that match; undefined until counted. */
  total: number | undefined;
  /** The same, undefined also while it is of the filter before. */
  counted: number | undefined;
  loading: boolean;
  error: Error | null;
  retry(): void;
  /** Reads the list from its top, with what is new. */
  reload(): void;
  hasMore: boolean;
  loadMore(): void;
  loadingMore: boolean;
  toggle(key: string): void;
  /** What the search asked, for CSV and for acts on all that match. */
  asked: Asked;
}

export interface Asked extends RunScope {
  filter?: string;
  orderBy: string[];
  view: "active" | "deleted";
  roots: boolean;
}

const groupable = new Set(["last", "min", "max", "mean", "first"]);

/** What the table asks the server, of the address alone. */
export function askedOf(scope: RunScope, view: RunView, filter: string): Asked {
  return {
    ...scope,
    ...(filter.trim() === "" ? {} : { filter: filter.trim() }),
    orderBy: orderClauses(view.sort),
    view: view.deleted ? "deleted" : "active",
    roots: view.nested && view.group.length === 0,
  };
}

/**
 * The rows of the table: endless keyset pages, or groups with their runs, or parents with their children.
 * `fresh` holds newer readings of running runs by id; `ready` is false until the columns are known.
 */
export function useRunRows(options: {
  scope: RunScope;
  view: RunView;
  filter: string;
  columns: readonly ShownColumn[];
  extraMetrics: readonly string[];
  fresh: ReadonlyMap<string, Run>;
  ready: boolean;
}): RunRows {
  const { scope, view, filter, columns, extraMetrics, fresh, ready } = options;
  const client = useQueryClient();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const grouped = view.group.length > 0;
  const asked = useMemo(() => askedOf(scope, view, filter), [scope, view, filter]);
  const { metrics, params, tags } = keysOf(columns);
  const keys = { metrics: [...new Set([...metrics, ...extraMetrics])], params, tags };
  const page = pagesFor(searchRuns, { ...asked, ...keys, limit: 50 });
  const pages = useInfiniteQuery({
    ...page,
    placeholderData: keepPreviousData,
    enabled: ready && !grouped,
  });
  const loaded = useMemo(() => (pages.data?.pages ?? []).flatMap((each) => each.items), [pages.data]);

  const groupMetrics = columns
    .map((c) => c.column)
    .filter((c) => groupable.has(c.split(":")[0] ?? ""))
    .slice(0, 20);
  const sorted = view.sort[0];
  const sortAt = sorted ? groupMetrics.indexOf(sorted.column) : -1;
  const { orderBy: _orderBy, ...counted } = asked;
  const groups = useQuery({
    ...queryFor(groupRuns, {
      ...counted,
      by: [...view.group],
      metrics: groupMetrics.flatMap((text) => metricOf(text)),
      sort: sortAt,
      order: sortAt === -1 ? "desc" : (sorted?.order ?? "desc"),
    }),
    placeholderData: keepPreviousData,
    enabled: ready && grouped,
  });
  const count = useQuery({ ...queryFor(groupRuns, { ...counted, by: [] }), enabled: ready, placeholderData: keepPreviousData, refetchInterval: 5000 });
  const list = useMemo(() => (grouped ? (groups.data?.groups ?? []) : []), [grouped, groups.data]);

  const opened = list.filter((group) => open.has(groupKey(group)));
  const inside = useQueries({
    queries: opened.map((group) => {
      const { clause, experimentId } = groupScope(view.group, group);
      const joined = both(asked.filter ?? "", clause);
      const limit = limits.get(groupKey(group)) ?? 50;
      return {
        ...queryFor(searchRuns, {
          ...asked,
          ...keys,
          ...(joined === "" ? {} : { filter: joined }),
          ...(experimentId === undefined ? {} : { experimentIds: [experimentId] }),
          limit,
        }),
        placeholderData: keepPreviousData,
      };
    }),
  });

  const parents = view.nested && !grouped;
  const counts = useQueries({
    queries: (pages.data?.pages ?? []).map((each) => ({
      ...queryFor(childCounts, { runIds: each.items.map((run) => run.id), view: asked.view }),
      enabled: parents && each.items.length > 0,
      staleTime: 10_000,
    })),
    combine: (reads) => Object.assign({}, ...reads.map((read) => read.data?.counts ?? {})) as Record<string, number>,
  });
  const openParents = parents ? loaded.filter((run) => open.has(run.id)) : [];
  const children = useQueries({
    queries: openParents.map((run) => ({
      ...queryFor(searchRuns, { ...asked, ...keys, roots: false, parentRunId: run.id, limit: limits.get(run.id) ?? 50 }),
      placeholderData: keepPreviousData,
    })),
  });

  const moves = (run: Run) => run.status === "running" || run.status === "queued";
  // A list read again after a run ended knows more than a reading from before.
  const now = (run: Run): Run => {
    const newer = fresh.get(run.id);
    return newer && (moves(run) || !moves(newer)) ? newer : run;
  };
  const more = (key: string, depth: number, loading: boolean): Item => ({
    kind: "more",
    key: `more ${key}`,
    depth,
    loading,
    load: () => setLimits((was) => new Map(was).set(key, Math.min(1000, (was.get(key) ?? 50) * 4))),
  });
  const rowOf = (run: Run, depth: number): Item => ({
    kind: "run",
    key: run.id,
    run: now(run),
    depth,
    children: depth === 0 && parents ? (counts[run.id] ?? 0) : 0,
    open: open.has(run.id),
  });
  const items: Item[] = [];
  if (grouped)
    for (const [index, group] of list.entries()) {
      const key = groupKey(group);
      const at = opened.indexOf(group);
      items.push({ kind: "group", key, group, index, open: at !== -1 });
      const read = at === -1 ? undefined : inside[at];
      for (const run of read?.data?.items ?? []) items.push(rowOf(run, 1));
      if (at !== -1 && (read?.data === undefined || (read.data.nextCursor !== null && read.data.items.length < 1000)))
        items.push(more(key, 1, read?.isFetching ?? true));
    }
  else
    for (const run of loaded) {
      items.push(rowOf(run, 0));
      const at = openParents.indexOf(run);
      const read = at === -1 ? undefined : children[at];
      for (const child of read?.data?.items ?? []) items.push(rowOf(child, 1));
      if (at !== -1 && (read?.data === undefined || (read.data.nextCursor !== null && read.data.items.length < 1000)))
        items.push(more(run.id, 1, read?.isFetching ?? true));
    }
  const failed = grouped ? groups.error : pages.error;
  return {
    items,
    runs: items.flatMap((item) => (item.kind === "run" ? [item.run] : [])),
    groups: list,
    groupMetrics,
    total: count.data?.total,
    counted: count.isPlaceholderData ? undefined : count.data?.total,
    loading: !ready || (grouped ? groups.isPending : pages.isPending),
    error: failed,
    retry: () => void (grouped ? groups.refetch() : pages.refetch()),
    reload: () => void (grouped ? groups.refetch() : client.resetQueries({ queryKey: page.queryKey })),
    hasMore: !grouped && pages.hasNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
    },
    loadingMore: pages.isFetchingNextPage,
    toggle: (key) =>
      setOpen((was) => {
        const next = new Set(was);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    asked,
  };
}

function metricOf(text: string): { key: string; aggregate: "first" | "last" | "min" | "max" | "mean" }[] {
  const ref = columnOf(text);
  if (ref?.kind !== "metric") return [];
  const { aggregate, key } = ref;
  return aggregate === "first" || aggregate === "last" || aggregate === "min" || aggregate === "max" || aggregate === "mean" ? [{ key, aggregate }] : [];
}
