import { useQuery } from "@tanstack/react-query";
import { listDatasets } from "../../../../capabilities/datasets/contract.ts";
import { listRuns } from "../../../../capabilities/tracking/contract/runs.ts";
import { queryFor } from "../../../lib/query.ts";

const waitingMs = 4000;

/** Whether the workspace has a dataset or a run; until then the page waits for the first one. */
export function useStarted() {
  const refetchInterval = (query: { state: { data?: { items: unknown[] } | undefined } }) => (query.state.data?.items.length === 0 ? waitingMs : false);
  const datasets = useQuery({ ...queryFor(listDatasets, { limit: 1 }), refetchInterval });
  const runs = useQuery({ ...queryFor(listRuns, { limit: 1 }), refetchInterval });
  const started = (datasets.data?.items.length ?? 0) > 0 || (runs.data?.items.length ?? 0) > 0;
  return {
    known: started || (datasets.isSuccess && runs.isSuccess),
    started,
    error: datasets.error ?? runs.error,
    retry: () => void Promise.all([datasets.refetch(), runs.refetch()]),
  };
}
