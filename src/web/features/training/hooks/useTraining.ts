import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";
import { getTraining, watchTraining } from "../../../../capabilities/training/contract.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";
import { useWatch } from "../../../lib/watch.ts";

/** The training of the address, live until it ends. */
export function useTraining() {
  const { trainingId = "" } = useParams();
  const client = useQueryClient();
  const read = queryFor(getTraining, { trainingId });
  const query = useQuery(read);
  const live = query.data?.status === "running" || query.data?.status === "queued";
  useWatch(
    watchTraining,
    live ? { trainingId } : null,
    (training) => {
      client.setQueryData(read.queryKey, training);
      if (training.status === "running" || training.status === "queued") return;
      for (const noun of ["runs", "experiments", "jobs"]) void invalidateNoun(client, noun);
    },
    { poll: [read.queryKey] },
  );
  return { trainingId, query, live };
}
