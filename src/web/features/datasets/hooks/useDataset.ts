import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";
import { getDataset, getVersion, watchDataset, type Dataset, type DatasetVersion } from "../../../../capabilities/datasets/contract.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { useWatch } from "../../../lib/watch.ts";

export interface Shown {
  dataset: Dataset;
  version: DatasetVersion;
}

/** The dataset and version the address names; the latest when it names none. Follows changes. */
export function useDataset() {
  const { datasetId = "" } = useParams();
  const client = useQueryClient();
  const url = useUrlValue("v");
  const asked = /^\d+$/.test(url.value) ? Number(url.value) : null;
  const read = queryFor(getDataset, { datasetId });
  const dataset = useQuery(read);
  const version = useQuery(queryFor(getVersion, { datasetId, ...(asked === null ? {} : { version: asked }) }));
  useWatch(
    watchDataset,
    dataset.data ? { datasetId } : null,
    (event) => {
      const before = client.getQueryData(read.queryKey);
      if (
        before &&
        before.updatedAt === event.dataset.updatedAt &&
        before.latestVersion === event.dataset.latestVersion &&
        before.qualityScore === event.dataset.qualityScore
      )
        return;
      client.setQueryData(read.queryKey, event.dataset);
      void invalidateNoun(client, "datasets");
    },
    { poll: [read.queryKey] },
  );
  const error = dataset.error ?? version.error;
  const shown: Shown | undefined = dataset.data && version.data ? { dataset: dataset.data, version: version.data } : undefined;
  return {
    datasetId,
    query: {
      data: shown,
      error: shown ? null : error,
      isPending: shown === undefined && !error,
      refetch: () => Promise.all([dataset.refetch(), version.refetch()]),
    },
  };
}
