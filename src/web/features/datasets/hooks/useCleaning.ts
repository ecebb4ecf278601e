import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { previewCleaning } from "../../../../capabilities/datasets/contract.ts";
import type { Step } from "../../../../capabilities/datasets/contract/cleaning.ts";
import { queryFor } from "../../../lib/query.ts";
import { useDebounced } from "../../../lib/useDebounced.ts";

/** What the steps would do to all rows; computed again a moment after the last change. */
export function useCleaning(datasetId: string, version: number, steps: readonly Step[]) {
  const text = useDebounced(JSON.stringify(steps), 350);
  const settled = JSON.parse(text) as Step[];
  const query = useQuery({
    ...queryFor(previewCleaning, { datasetId, version, steps: settled, rows: 200 }),
    enabled: settled.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  return {
    data: settled.length === 0 ? undefined : query.data,
    error: settled.length === 0 ? null : query.error,
    busy: query.isFetching || text !== JSON.stringify(steps),
    retry: () => void query.refetch(),
  };
}
