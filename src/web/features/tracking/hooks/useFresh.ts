import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { searchRuns } from "../../../../capabilities/tracking/contract/search.ts";
import { queryFor } from "../../../lib/query.ts";
import type { Asked } from "./useRunRows.ts";

/** Reads the runs on screen that still move anew every three seconds, and hands them over; rows keep their places. */
export function useMoving(runs: readonly Run[], keys: { metrics: string[]; params: string[]; tags: string[] }, onRead: (runs: readonly Run[]) => void): void {
  const ids = runs
    .filter((run) => run.status === "running" || run.status === "queued")
    .map((run) => run.id.replaceAll("-", ""))
    .slice(0, 100);
  const read = useQuery({
    ...queryFor(searchRuns, { filter: `attributes.run_id IN (${ids.map((id) => `'${id}'`).join(", ")})`, ...keys, limit: 100 }),
    enabled: ids.length > 0,
    refetchInterval: 3000,
  });
  const latest = useRef(onRead);
  useEffect(() => {
    latest.current = onRead;
  });
  const items = read.data?.items;
  useEffect(() => {
    if (items) latest.current(items);
  }, [items]);
}

/** How many runs match more than when the list was read; they wait until asked for. */
export function useNewRuns(asked: Asked, counted: number | undefined): { count: number; take(): void } {
  const key = JSON.stringify(asked);
  const [base, setBase] = useState<{ key: string; total: number } | null>(null);
  if (counted !== undefined && (base?.key !== key || counted < base.total)) setBase({ key, total: counted });
  return {
    count: counted === undefined || base?.key !== key ? 0 : Math.max(0, counted - base.total),
    take: () => setBase(counted === undefined ? null : { key, total: counted }),
  };
}
