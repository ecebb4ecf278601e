import type { Capability } from "../../kernel/ctx.ts";
import { artifactOperations, artifactResources } from "./artifact-operations.ts";
import createExperiment from "./operations/create-experiment.ts";
import createRun from "./operations/create-run.ts";
import createView from "./operations/create-view.ts";
import deleteView from "./operations/delete-view.ts";
import defaultExperiment from "./operations/default-experiment.ts";
import deleteExperiment from "./operations/delete-experiment.ts";
import deleteExperimentTags from "./operations/delete-experiment-tags.ts";
import deleteRun from "./operations/delete-run.ts";
import deleteTags from "./operations/delete-tags.ts";
import findExperimentByNumber from "./operations/find-experiment.ts";
import logBatch from "./operations/log-batch.ts";
import restoreExperiment from "./operations/restore-experiment.ts";
import restoreRun from "./operations/restore-run.ts";
import runKeys from "./operations/run-keys.ts";
import searchLatest from "./operations/search-latest.ts";
import searchRuns from "./operations/search-runs.ts";
import setExperimentTags from "./operations/set-experiment-tags.ts";
import updateExperiment from "./operations/update-experiment.ts";
import checkFilter from "./operations/check-filter.ts";
import deleteArtifacts from "./operations/delete-artifacts.ts";
import listFolder from "./operations/list-folder.ts";
import metricHistories from "./operations/metric-histories.ts";
import metricPoints from "./operations/metric-points.ts";
import downloadArtifact from "./operations/download-artifact.ts";
import getExperiment from "./operations/get-experiment.ts";
import getLinkedRun from "./operations/get-linked-run.ts";
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
import { locateExperiment } from "./store/experiments.ts";
import { locateRun } from "./store/runs.ts";
import { locateView } from "./store/views.ts";
import { en } from "./phrases/en.ts";
import { uploadOperations } from "./upload-operations.ts";
import { uploadSweep } from "./upload-parts.ts";
import { silentRuns } from "./silent-runs.ts";
import { customMetricLoop } from "./custom-metric-loop.ts";
import { customMetricOperations, customMetricResources } from "./custom-metric-operations.ts";
import { modelOperations, modelResources } from "./model-operations.ts";
import { streamOperations } from "./stream-operations.ts";
import { tableOperations } from "./table-operations.ts";
import { traceOperations, traceResources } from "./trace-operations.ts";

export const trackingCapability: Capability = {
  name: "tracking",
  nouns: [
    "experiments",
    "runs",
    "artifactCollections",
    "artifactVersions",
    "views",
    "loggedModels",
    "evaluations",
    "traces",
    "assessments",
    "uploads",
    "customMetrics",
  ],
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
    checkFilter,
    deleteArtifacts,
    listFolder,
    metricHistories,
    metricPoints,
    defaultExperiment,
    deleteExperiment,
    deleteExperimentTags,
    deleteRun,
    deleteTags,
    findExperimentByNumber,
    logBatch,
    restoreExperiment,
    restoreRun,
    runKeys,
    searchRuns,
    searchLatest,
    getLinkedRun,
    setExperimentTags,
    updateExperiment,
    uploadArtifact,
    downloadArtifact,
    readTable,
    listViews,
    createView,
    updateView,
    shareView,
    deleteView,
    ...streamOperations,
    ...artifactOperations,
    ...modelOperations,
    ...customMetricOperations,
    ...traceOperations,
    ...tableOperations,
    ...uploadOperations,
  ],
  resources: {
    experiment: async (tx, ws, id) => {
      const found = await locateExperiment(tx, ws, id);
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
    ...artifactResources,
    ...modelResources,
    ...customMetricResources,
    ...traceResources,
  },
  loops: [silentRuns, uploadSweep(), customMetricLoop],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
