import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";
import { watchRun } from "../../../../capabilities/tracking/contract/metrics.ts";
import { getRun } from "../../../../capabilities/tracking/contract/runs.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";
import { useWatch } from "../../../lib/watch.ts";

/** The run of the address, live until it ends. */
export function useRun() {
  const { runId = "" } = useParams();
  const client = useQueryClient();
  const read = queryFor(getRun, { runId });
  const query = useQuery(read);
  const live = query.data?.status === "running" || query.data?.status === "queued";
  useWatch(
    watchRun,
    live ? { runId } : null,
    ({ run }) => {
      client.setQueryData(read.queryKey, run);
      if (run.status !== "running" && run.status !== "queued") void invalidateNoun(client, "runs");
    },
    { poll: [read.queryKey] },
  );
  return { runId, query, live };
}
