import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import { suggestCleaning } from "../../../../capabilities/datasets/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { queryFor } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { CleanEditor } from "../components/clean/CleanEditor.tsx";
import { useDataset } from "../hooks/useDataset.ts";

/** The recipe editor of a version: steps, what they do to all rows, apply as a new version. */
export default function CleanPage() {
  const t = useT();
  const place = usePlace();
  const { datasetId, query } = useDataset();
  const pinned = useUrlValue("v");
  const version = query.data?.version.version ?? 0;
  const found = useQuery({ ...queryFor(suggestCleaning, { datasetId, version }), enabled: version > 0, staleTime: 60_000 });
  if (query.data && pinned.value === "") return <Navigate replace to={`?v=${version}`} />;
  if (query.data && (found.data || found.error))
    return (
      <CleanEditor
        key={`${datasetId}/${version}`}
        shown={query.data}
        suggestions={found.data?.suggestions ?? []}
        initial={(found.data?.steps ?? []).map((step) => ({ step, on: true }))}
      />
    );
  return (
    <Page title={t("Clean")} crumbs={[{ label: t("Datasets"), to: place.at("datasets") }]}>
      {query.error ? <ErrorState error={query.error} what={t("The dataset could not load.")} onRetry={() => void query.refetch()} /> : <Loading rows={8} />}
    </Page>
  );
}
