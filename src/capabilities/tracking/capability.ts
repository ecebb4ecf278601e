import type { Capability } from "../../kernel/ctx.ts";
import createExperiment from "./operations/create-experiment.ts";
import createRun from "./operations/create-run.ts";
import createView from "./operations/create-view.ts";
import deleteView from "./operations/delete-view.ts";
import downloadArtifact from "./operations/download-artifact.ts";
import getExperiment from "./operations/get-experiment.ts";
import getRun from "./operations/get-run.ts";
import listArtifacts from "./operations/list-artifacts.ts";
import listExperiments from "./operations/list-experiments.ts";
import listRuns from "./operations/list-runs.ts";
import listViews from "./operations/list-views.ts";
import logArtifact from "./operations/log-artifact.ts";
import logMetrics from "./operations/log-metrics.ts";
import logParams from "./operations/log-params.ts";
import metricHistory from "./operations/metric-history.ts";
import readTable from "./operations/read-table.ts";
import setTags from "./operations/set-tags.ts";
import shareView from "./operations/share-view.ts";
import updateRun from "./operations/update-run.ts";
import updateView from "./operations/update-view.ts";
import uploadArtifact from "./operations/upload-artifact.ts";
import watchRun from "./operations/watch-run.ts";
import { findExperiment } from "./store/experiments.ts";
import { locateRun } from "./store/runs.ts";
import { locateView } from "./store/views.ts";
import { en } from "./phrases/en.ts";
import { silentRuns } from "./silent-runs.ts";
import { modelOperations, modelResources } from "./model-operations.ts";
import { streamOperations } from "./stream-operations.ts";

export const trackingCapability: Capability = {
  name: "tracking",
  nouns: ["experiments", "runs", "views", "loggedModels", "evaluations"],
  operations: [
    createExperiment,
    listExperiments,
    getExperiment,
    createRun,
    getRun,
    listRuns,
    updateRun,
    logParams,
    setTags,
    logMetrics,
    metricHistory,
    watchRun,
    logArtifact,
    listArtifacts,
    uploadArtifact,
    downloadArtifact,
    readTable,
    listViews,
    createView,
    updateView,
    shareView,
    deleteView,
    ...streamOperations,
    ...modelOperations,
  ],
  resources: {
    experiment: async (tx, ws, id) => {
      const found = await findExperiment(tx, ws, id);
      return found && { projectId: found.projectId, label: found.name, state: found.name };
    },
    run: async (tx, ws, id) => {
      const found = await locateRun(tx, ws, id);
      return found && { projectId: found.projectId, label: found.name, state: found.status };
    },
    view: async (tx, ws, id) => {
      const found = await locateView(tx, ws, id);
      return found && { projectId: found.projectId, label: found.name, state: found.name };
    },
    ...modelResources,
  },
  loops: [silentRuns],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
