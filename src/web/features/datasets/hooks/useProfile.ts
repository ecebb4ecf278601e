import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { getProfile, profileDataset } from "../../../../capabilities/datasets/contract.ts";
import { queryFor } from "../../../lib/query.ts";
import { useDo } from "../../../ui/useDo.ts";

/** The profile of a version; computed on the first look, because every page of a dataset shows it. */
export function useProfile(datasetId: string, version: number) {
  const read = useQuery({ ...queryFor(getProfile, { datasetId, version }), staleTime: 60_000 });
  const start = useDo(profileDataset, { onProblem: () => {} });
  const asked = useRef("");
  const missing = read.data !== undefined && read.data.profile === null;
  const key = `${datasetId}/${version}`;
  const { mutate } = start;
  useEffect(() => {
    if (!missing) asked.current = "";
    if (!missing || asked.current === key) return;
    asked.current = key;
    mutate({ datasetId, version });
  }, [missing, key, datasetId, version, mutate]);
  const jobId = missing && start.data?.kind === "done" ? start.data.output.jobId : null;
  return {
    profile: read.data?.profile ?? null,
    error: read.error ?? (missing ? start.error : null),
    jobId,
    retry: () => (read.error ? void read.refetch() : mutate({ datasetId, version })),
  };
}
