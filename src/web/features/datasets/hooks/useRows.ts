import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { previewRows, type Cell } from "../../../../capabilities/datasets/contract.ts";
import { queryFor } from "../../../lib/query.ts";
import { useDebounced } from "../../../lib/useDebounced.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { isCondition } from "../components/words.ts";

export const blockSize = 200;

export interface Row {
  number: number;
  cells: Record<string, Cell>;
}

/** The rows of a version as the address filters and sorts them; blocks of 200 are read as they come into view. */
export function useRows(datasetId: string, version: number) {
  const filter = useUrlValue("q");
  const sort = useUrlValue("sort");
  const settled = useDebounced(filter.value.trim(), 250);
  const order = sort.value.startsWith("-") ? ("desc" as const) : ("asc" as const);
  const column = sort.value.replace(/^-/, "");
  const asked = {
    datasetId,
    version,
    limit: blockSize,
    ...(settled === "" ? {} : isCondition(settled) ? { filter: settled } : { q: settled }),
    ...(column === "" ? {} : { sort: column, order }),
  };
  const first = useQuery({ ...queryFor(previewRows, { ...asked, offset: 0 }), placeholderData: keepPreviousData, staleTime: Infinity });
  return { asked, first, filter, sort: { column, order, choose: (next: string) => sort.choose(next) } };
}

/** The blocks in view; a missing row is on its way. */
export function useBlocks(asked: ReturnType<typeof useRows>["asked"], from: number, to: number): (index: number) => Row | null {
  const firstBlock = Math.floor(Math.max(0, from) / blockSize);
  const lastBlock = Math.floor(Math.max(0, to) / blockSize);
  const numbers = Array.from({ length: Math.min(4, lastBlock - firstBlock + 1) }, (_, i) => firstBlock + i);
  const blocks = useQueries({ queries: numbers.map((n) => ({ ...queryFor(previewRows, { ...asked, offset: n * blockSize }), staleTime: Infinity })) });
  return (index) => {
    const data = blocks[Math.floor(index / blockSize) - firstBlock]?.data;
    const cells = data?.items[index % blockSize];
    return cells ? { number: data?.rowNumbers[index % blockSize] ?? index + 1, cells } : null;
  };
}
