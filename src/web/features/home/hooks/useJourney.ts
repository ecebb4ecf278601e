import { useQuery } from "@tanstack/react-query";
import { listDatasets } from "../../../../capabilities/datasets/contract.ts";
import { listApprovals } from "../../../../capabilities/governance/contract.ts";
import { monitoringCurrent } from "../../../../capabilities/monitoring/contract.ts";
import { listModels } from "../../../../capabilities/registry/contract/models.ts";
import { listDeployments } from "../../../../capabilities/serving/contract.ts";
import { listTrainings } from "../../../../capabilities/training/contract.ts";
import { listRuns } from "../../../../capabilities/tracking/contract/runs.ts";
import { msg } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";

export interface JourneyStep {
  key: string;
  label: string;
  hint: string;
  /** Section where it is done. */
  section: string;
  done: boolean;
}

/** From data to a served model: which of the eight steps real objects show as done. */
export function useJourney(): readonly JourneyStep[] {
  const datasets = useQuery(queryFor(listDatasets, { limit: 50 })).data?.items ?? [];
  const trainings = useQuery(queryFor(listTrainings, { limit: 50 })).data?.items ?? [];
  const runs = useQuery(queryFor(listRuns, { status: ["finished"], limit: 2 })).data?.items ?? [];
  const models = useQuery(queryFor(listModels, { limit: 50 })).data?.items ?? [];
  const approvals = useQuery(queryFor(listApprovals, { status: "done", limit: 1 })).data?.items ?? [];
  const deployments = useQuery(queryFor(listDeployments, { limit: 1 })).data?.items ?? [];
  const watched = useQuery(queryFor(monitoringCurrent, { limit: 50, source: "all" })).data?.items ?? [];
  return [
    { key: "data", label: msg("Add data"), hint: msg("a minute"), section: "datasets", done: datasets.length > 0 },
    {
      key: "clean",
      label: msg("Look and clean"),
      hint: msg("about 5 min"),
      section: "datasets",
      done: datasets.some((d) => d.latestVersion > 1 || d.qualityScore !== null),
    },
    { key: "train", label: msg("Train"), hint: msg("about 2 min"), section: "training", done: trainings.length > 0 },
    { key: "compare", label: msg("Compare"), hint: msg("about 3 min"), section: "experiments", done: runs.length > 1 },
    { key: "register", label: msg("Register"), hint: msg("seconds"), section: "models", done: models.length > 0 },
    {
      key: "approve",
      label: msg("Get approval"),
      hint: msg("by a colleague"),
      section: "approvals",
      done: approvals.length > 0 || models.some((m) => m.productionVersion !== null),
    },
    { key: "deploy", label: msg("Deploy and try"), hint: msg("seconds"), section: "deployments", done: deployments.length > 0 },
    { key: "watch", label: msg("Watch"), hint: msg("automatic"), section: "monitoring", done: watched.some((w) => w.rows + w.simulatedRows > 0) },
  ];
}
