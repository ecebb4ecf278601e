import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "react-router";
import { findExperimentByNumber } from "../../../../capabilities/tracking/contract/experiments.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";

/** An experiment by the number MLflow's clients know it by; 0 is the default one. */
export default function ExperimentNumberPage() {
  const t = useT();
  const place = usePlace();
  const number = Number(useParams()["number"]);
  const found = useQuery({ ...queryFor(findExperimentByNumber, { number }), enabled: number > 0 });
  if (!(number > 0)) return <Navigate to={place.at("experiments")} replace />;
  return (
    <Page title={t("Experiment {number}", { number })}>
      <Async query={found} what={t("The experiment could not load.")}>
        {({ id, projectId }) => <Navigate to={place.at(`experiments/${id}`, projectId)} replace />}
      </Async>
    </Page>
  );
}
