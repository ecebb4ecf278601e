import { useQuery } from "@tanstack/react-query";
import { runKeys } from "../../../../capabilities/tracking/contract/search.ts";
import { queryFor } from "../../../lib/query.ts";

export interface RunScope {
  projectId?: string;
  experimentIds?: string[];
}

/** The keys of one kind that runs of the place use, found by a part of their name. */
export function useRunKeys(scope: RunScope, kind: "metric" | "param" | "tag", q: string, limit = 200, enabled = true) {
  return useQuery({ ...queryFor(runKeys, { ...scope, kind, limit, ...(q === "" ? {} : { q }) }), enabled, staleTime: 30_000 });
}
