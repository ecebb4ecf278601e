import type { Capability } from "../../kernel/ctx.ts";
import createExperiment from "./operations/create-experiment.ts";
import createRun from "./operations/create-run.ts";
import downloadArtifact from "./operations/download-artifact.ts";
import getExperiment from "./operations/get-experiment.ts";
import getRun from "./operations/get-run.ts";
import listArtifacts from "./operations/list-artifacts.ts";
import listExperiments from "./operations/list-experiments.ts";
import listRuns from "./operations/list-runs.ts";
import logArtifact from "./operations/log-artifact.ts";
import logMetrics from "./operations/log-metrics.ts";
import logParams from "./operations/log-params.ts";
import metricHistory from "./operations/metric-history.ts";
import setTags from "./operations/set-tags.ts";
import updateRun from "./operations/update-run.ts";
import uploadArtifact from "./operations/upload-artifact.ts";
import watchRun from "./operations/watch-run.ts";
import { findExperiment } from "./store/experiments.ts";
import { locateRun } from "./store/runs.ts";
import { en } from "./phrases/en.ts";

export const trackingCapability: Capability = {
  name: "tracking",
  nouns: ["experiments", "runs"],
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
  },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
