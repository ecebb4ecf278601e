import type { InputFactories } from "../../../tests/world.ts";
import { tableInputs } from "./table-factory.ts";
import { uploadInputs } from "./upload-factory.ts";
import { artifactInputs } from "./artifact-factory.ts";
import { uploadArtifact } from "./contract/artifacts.ts";
import { createExperiment, deleteExperiment, setExperimentTags, type Experiment } from "./contract/experiments.ts";
import { logMetrics } from "./contract/metrics.ts";
import { createRun, deleteRun } from "./contract/runs.ts";
import { createView } from "./contract/views.ts";
import { modelInputs } from "./model-factory.ts";
import { traceInputs } from "./trace-factory.ts";
import type { World } from "../../../tests/world.ts";

export async function aRun(w: World): Promise<string> {
  return (await w.call(createRun, { projectId: w.projectId })).id;
}

async function aView(w: World): Promise<string> {
  return (await w.call(createView, { projectId: w.projectId, name: w.unique(), query: "q=metrics.auc+%3E+0.9" })).id;
}

function anExperiment(w: World): Promise<Experiment> {
  return w.call(createExperiment, { projectId: w.projectId, name: w.unique() });
}

const text = "epoch,loss\n1,0.5\n";

export const inputs: InputFactories = {
  ...artifactInputs,
  ...modelInputs,
  ...traceInputs,
  ...tableInputs,
  ...uploadInputs,
  "experiments.create": async (w) => ({ projectId: w.projectId, name: `baseline ${w.unique()}` }),
  "experiments.list": async (w) => ({ projectId: w.projectId }),
  "experiments.find": async (w) => ({ number: (await anExperiment(w)).number }),
  "experiments.default": async (w) => ({ projectId: w.projectId }),
  "experiments.update": async (w) => ({ experimentId: (await anExperiment(w)).id, name: `renamed ${w.unique()}` }),
  "experiments.delete": async (w) => ({ experimentId: (await anExperiment(w)).id }),
  "experiments.restore": async (w) => {
    const { id } = await anExperiment(w);
    await w.call(deleteExperiment, { experimentId: id });
    return { experimentId: id };
  },
  "experiments.setTags": async (w) => ({ experimentId: (await anExperiment(w)).id, tags: { team: "risk" } }),
  "experiments.deleteTags": async (w) => {
    const { id } = await anExperiment(w);
    await w.call(setExperimentTags, { experimentId: id, tags: { team: "risk" } });
    return { experimentId: id, keys: ["team"] };
  },
  "experiments.get": async (w) => ({ experimentId: (await anExperiment(w)).id }),
  "runs.create": async (w) => ({ projectId: w.projectId, params: { model: "ridge" } }),
  "runs.get": async (w) => ({ runId: await aRun(w) }),
  "runs.getLinked": async (w) => ({ runId: await aRun(w) }),
  "runs.list": async (w) => ({ projectId: w.projectId, sort: "metrics.rmse" }),
  "runs.update": async (w) => ({ runId: await aRun(w), status: "finished" }),
  "runs.logParams": async (w) => ({ runId: await aRun(w), params: { depth: "3" } }),
  "runs.setTags": async (w) => ({ runId: await aRun(w), tags: { team: "risk" } }),
  "runs.deleteTags": async (w) => {
    const { id } = await w.call(createRun, { projectId: w.projectId, tags: { team: "risk" } });
    return { runId: id, keys: ["team"] };
  },
  "runs.delete": async (w) => ({ runId: await aRun(w) }),
  "runs.restore": async (w) => {
    const runId = await aRun(w);
    await w.call(deleteRun, { runId });
    return { runId };
  },
  "runs.logBatch": async (w) => ({ runId: await aRun(w), metrics: [{ key: "rmse", value: 0.4 }], params: [{ key: "depth", value: "3" }], tags: [] }),
  "runs.search": async (w) => ({ projectId: w.projectId, filter: "metrics.rmse < 1 AND params.model = 'ridge'", orderBy: ["metrics.rmse ASC"] }),
  "runs.searchLatest": async (w) => ({ projectId: w.projectId }),
  "runs.keys": async (w) => ({ projectId: w.projectId, kind: "metric" }),
  "runs.logMetrics": async (w) => ({ runId: await aRun(w), metrics: [{ key: "rmse", value: 0.4, step: 1 }] }),
  "runs.checkFilter": async (w) => ({ projectId: w.projectId, text: "metrics." }),
  "runs.metricHistories": async (w) => ({ runIds: [await aRun(w)], keys: ["rmse"] }),
  "runs.points": async (w) => ({ runId: await aRun(w), key: "rmse" }),
  "runs.folder": async (w) => ({ runId: await aRun(w) }),
  "runs.deleteArtifacts": async (w) => {
    const runId = await aRun(w);
    await w.upload(uploadArtifact, { runId, path: "notes/history.csv" }, text);
    return { runId, path: "notes" };
  },
  "runs.metricHistory": async (w) => {
    const runId = await aRun(w);
    await w.call(logMetrics, { runId, metrics: [{ key: "rmse", value: 0.4 }] });
    return { runId, key: "rmse" };
  },
  "runs.watch": async (w) => ({ runId: await aRun(w) }),
  "runs.logArtifact": async (w) => {
    const runId = await aRun(w);
    const stored = await w.services.objects.putContent(w.workspaceId, text);
    return { runId, path: "history.csv", ...stored, mediaType: "text/csv" };
  },
  "runs.artifacts": async (w) => ({ runId: await aRun(w) }),
  "runs.uploadArtifact": async (w) => ({ runId: await aRun(w), path: "notes/history.csv" }),
  "runs.readTable": async (w) => {
    const runId = await aRun(w);
    await w.upload(uploadArtifact, { runId, path: "history.csv" }, text);
    return { runId, path: "history.csv" };
  },
  "runs.downloadArtifact": async (w) => {
    const runId = await aRun(w);
    await w.upload(uploadArtifact, { runId, path: "history.csv" }, text);
    return { runId, path: "history.csv" };
  },
  "views.list": async (w) => ({ projectId: w.projectId }),
  "views.create": async (w) => ({ projectId: w.projectId, name: w.unique(), query: "sort=-metrics.auc" }),
  "views.update": async (w) => ({ viewId: await aView(w), name: w.unique() }),
  "views.share": async (w) => ({ viewId: await aView(w), shared: true }),
  "views.delete": async (w) => ({ viewId: await aView(w) }),
  "runs.appendLines": async (w) => ({ runId: await aRun(w), stream: "history.jsonl", offset: 0, lines: ['{"loss":0.5}'] }),
  "runs.rewriteLines": async (w) => ({ runId: await aRun(w), stream: "output.log", offset: 0, lines: ["epoch 1"] }),
  "runs.streams": async (w) => ({ runId: await aRun(w) }),
  "runs.lines": async (w) => ({ runId: await aRun(w), stream: "output.log" }),
  "runs.beat": async (w) => ({ runId: await aRun(w) }),
  "runs.setConfig": async (w) => ({ runId: await aRun(w), document: '{"lr":0.1}', params: { lr: "0.1" } }),
  "runs.config": async (w) => ({ runId: await aRun(w) }),
};
