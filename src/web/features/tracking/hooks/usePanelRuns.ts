import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ColumnRef } from "../../../../capabilities/tracking/contract/columns.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../../../capabilities/tracking/contract/search.ts";
import { api } from "../../../lib/client.ts";
import type { Sampling } from "../../../ui/chart/option.ts";
import type { Asked } from "./useRunRows.ts";

const first = 200;
const most = 5000;

export interface PanelRuns {
  runs: readonly Run[];
  sampling: Sampling;
  loading: boolean;
  error: Error | null;
  retry(): void;
}

async function read(asked: Asked, keys: object, upTo: number, signal: AbortSignal): Promise<Run[]> {
  const out: Run[] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(1000, upTo - out.length);
    const page: { items: Run[]; nextCursor: string | null } = await api(
      searchRuns,
      { ...asked, ...keys, limit, ...(cursor === null ? {} : { cursor }) },
      { signal },
    );
    out.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && out.length < upTo);
  return out;
}

/** Runs that match, in the table's order, with the values a chart needs: the first 200, and on demand up to 5,000. */
export function usePanelRuns(asked: Asked, columns: readonly ColumnRef[], total: number | undefined, live: boolean): PanelRuns {
  const [all, setAll] = useState(false);
  const of = (kind: ColumnRef["kind"]) => [...new Set(columns.filter((c) => c.kind === kind).map((c) => c.key))];
  const keys = { metrics: of("metric"), params: of("param"), tags: of("tag") };
  const upTo = all ? most : first;
  const query = useQuery({
    queryKey: ["runs.search", { asked, keys, upTo }, "panel"] as const,
    queryFn: ({ signal }) => read(asked, keys, upTo, signal),
    placeholderData: keepPreviousData,
    refetchInterval: live ? 10_000 : false,
    staleTime: 10_000,
  });
  const runs = query.data ?? [];
  const whole = total === undefined || runs.length >= total;
  return {
    runs,
    sampling: whole ? { kind: "exact" } : { kind: "sampled", shown: runs.length, of: total, ...(all ? {} : { showExact: () => setAll(true) }) },
    loading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
