import { useQuery } from "@tanstack/react-query";
import { metricHistories, metricHistory } from "../../../../capabilities/tracking/contract/metrics.ts";
import { api } from "../../../lib/client.ts";
import { queryFor } from "../../../lib/query.ts";
import type { Line } from "../components/panel/curvesOf.ts";

export interface Histories {
  lines: ReadonlyMap<string, Line>;
  /** The other metric's lines, where x is a metric. */
  others: ReadonlyMap<string, Line>;
  shown: number;
  total: number;
  exact: boolean;
  loading: boolean;
  error: Error | null;
  retry(): void;
}

type Point = Line["points"][number];

async function everyPoint(runId: string, key: string, signal: AbortSignal): Promise<Line> {
  const points: Point[] = [];
  let cursor: string | null = null;
  do {
    const page: { points: Point[]; nextCursor: string | null } = await api(
      metricHistory,
      { runId, key, exact: true, ...(cursor === null ? {} : { cursor }) },
      { signal },
    );
    points.push(...page.points);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { runId, points };
}

/** Lines of several runs, sampled at the same steps, or every point of them. */
export function useHistories(runIds: readonly string[], metric: string, x: string, options: { exact: boolean; live: boolean }): Histories {
  const ids = runIds.slice(0, 100);
  const other = x.startsWith("metric:") ? x.slice("metric:".length) : null;
  const keys = other === null || other === metric ? [metric] : [metric, other];
  const sampled = useQuery({
    ...queryFor(metricHistories, { runIds: ids, keys, points: 400 }),
    enabled: ids.length > 0 && !options.exact,
    refetchInterval: options.live ? 4000 : false,
    placeholderData: (before, query) => (query && JSON.stringify((query.queryKey[1] as { keys: string[] }).keys) === JSON.stringify(keys) ? before : undefined),
  });
  const every = useQuery({
    queryKey: ["runs.metricHistory", { every: ids, keys }] as const,
    queryFn: ({ signal }) => Promise.all(keys.map((key) => Promise.all(ids.map((id) => everyPoint(id, key, signal))))),
    enabled: ids.length > 0 && options.exact,
  });
  const mapOf = (lines: readonly Line[]) => new Map(lines.map((line) => [line.runId, line]));
  if (options.exact) {
    const [own = [], others = []] = every.data ?? [];
    const total = own.reduce((sum, line) => sum + line.points.length, 0);
    return {
      lines: mapOf(own),
      others: mapOf(others),
      shown: total,
      total,
      exact: true,
      loading: every.isPending && ids.length > 0,
      error: every.error,
      retry: () => void every.refetch(),
    };
  }
  const all = sampled.data?.lines ?? [];
  const own = all.filter((line) => line.key === metric);
  return {
    lines: mapOf(own),
    others: mapOf(all.filter((line) => line.key === other)),
    shown: own.reduce((sum, line) => sum + line.points.length, 0),
    total: own.reduce((sum, line) => sum + line.total, 0),
    exact: own.every((line) => line.exact),
    loading: sampled.isPending && ids.length > 0,
    error: sampled.error,
    retry: () => void sampled.refetch(),
  };
}
