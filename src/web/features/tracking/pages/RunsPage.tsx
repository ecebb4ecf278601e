import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { getExperiment } from "../../../../capabilities/tracking/contract/experiments.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { RunsView } from "../components/table/RunsView.tsx";

/** Runs of one experiment, of the project, or of all projects. */
export default function RunsPage() {
  const t = useT();
  const place = usePlace();
  const { experimentId } = useParams();
  const experiment = useQuery({ ...queryFor(getExperiment, { experimentId: experimentId ?? "" }), enabled: experimentId !== undefined });
  if (experiment.error)
    return (
      <Page title={t("Experiment")} crumbs={[{ label: t("Experiments"), to: place.at("experiments/list") }]}>
        <ErrorState error={experiment.error} what={t("The experiment could not load.")} onRetry={() => void experiment.refetch()} />
      </Page>
    );
  return (
    <RunsView
      key={experimentId ?? place.projectId ?? ""}
      {...(experimentId === undefined ? {} : { experimentId })}
      {...(experiment.data ? { experiment: experiment.data } : {})}
    />
  );
}
