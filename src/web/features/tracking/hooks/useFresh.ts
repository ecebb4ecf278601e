import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { groupRuns } from "../../../../capabilities/tracking/contract/groups.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../../../capabilities/tracking/contract/search.ts";
import { queryFor } from "../../../lib/query.ts";
import { both } from "../components/filter/clauses.ts";
import type { Asked } from "./useRunRows.ts";

const nothing: ReadonlyMap<string, Run> = new Map();

/** Newer readings of the runs on screen that still move, every three seconds; rows keep their places. */
export function useMoving(runs: readonly Run[], keys: { metrics: string[]; params: string[]; tags: string[] }): ReadonlyMap<string, Run> {
  const ids = runs
    .filter((run) => run.status === "running" || run.status === "queued")
    .map((run) => run.id.replaceAll("-", ""))
    .slice(0, 100);
  const read = useQuery({
    ...queryFor(searchRuns, { filter: `attributes.run_id IN (${ids.map((id) => `'${id}'`).join(", ")})`, ...keys, limit: 100 }),
    enabled: ids.length > 0,
    refetchInterval: 3000,
  });
  return useMemo(() => (read.data === undefined ? nothing : new Map(read.data.items.map((run) => [run.id, run]))), [read.data]);
}

/** How many runs that match began since the list was read; they wait until asked for. */
export function useNewRuns(asked: Asked, enabled: boolean): { count: number; take(): void } {
  const [since, setSince] = useState(() => Date.now());
  const key = JSON.stringify(asked);
  const last = useRef(key);
  if (last.current !== key) {
    last.current = key;
    setSince(Date.now());
  }
  const { orderBy: _orderBy, ...scope } = asked;
  const read = useQuery({
    ...queryFor(groupRuns, { ...scope, filter: both(asked.filter ?? "", `attributes.start_time > ${since}`), by: [] }),
    enabled,
    refetchInterval: 5000,
  });
  return { count: read.data?.total ?? 0, take: () => setSince(Date.now()) };
}
