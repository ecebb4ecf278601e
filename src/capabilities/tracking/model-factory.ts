import type { InputFactories, World } from "../../../tests/world.ts";
import { createCustomMetric } from "./contract/custom-metrics.ts";
import { createEvaluation, listRecords, mergeRecords } from "./contract/evaluation.ts";
import { createExperiment } from "./contract/experiments.ts";
import { uploadModelArtifact } from "./contract/model-artifacts.ts";
import { createLoggedModel } from "./contract/models.ts";
import { createRun } from "./contract/runs.ts";

async function anExperiment(w: World): Promise<string> {
  return (await w.call(createExperiment, { projectId: w.projectId, name: `models ${w.unique()}` })).id;
}

export async function aLoggedModel(w: World): Promise<string> {
  const experimentId = await anExperiment(w);
  return (await w.call(createLoggedModel, { experimentId, name: "ridge", params: { alpha: "0.5" }, tags: { team: "risk" } })).id;
}

export async function anEvaluation(w: World): Promise<string> {
  const experimentIds = [await anExperiment(w)];
  const { id } = await w.call(createEvaluation, { projectId: w.projectId, name: `questions ${w.unique()}`, tags: { team: "chat" }, experimentIds });
  await w.call(mergeRecords, { evaluationId: id, records: [{ inputs: { question: "Who?" }, expectations: { answer: "Me" } }] });
  return id;
}

async function aRunId(w: World): Promise<string> {
  return (await w.call(createRun, { projectId: w.projectId })).id;
}

async function aCustomMetric(w: World): Promise<string> {
  return (await w.call(createCustomMetric, { projectId: w.projectId, name: w.unique(), expression: "1 - accuracy" })).id;
}

const dataset = { name: "titanic", digest: "a1b2c3d4", sourceType: "local", source: '{"uri":"titanic.csv"}' };
const text = "alpha: 0.5\n";

async function aModelFile(w: World): Promise<{ loggedModelId: string; path: string }> {
  const loggedModelId = await aLoggedModel(w);
  await w.upload(uploadModelArtifact, { loggedModelId, path: "MLmodel" }, text);
  return { loggedModelId, path: "MLmodel" };
}

export const modelInputs: InputFactories = {
  "loggedModels.create": async (w) => ({ experimentId: await anExperiment(w), name: "ridge", params: { alpha: "0.5" } }),
  "loggedModels.get": async (w) => ({ loggedModelId: await aLoggedModel(w) }),
  "loggedModels.search": async (w) => ({ experimentIds: [await anExperiment(w)], filter: "params.alpha = '0.5'" }),
  "loggedModels.finalize": async (w) => ({ loggedModelId: await aLoggedModel(w), status: "ready" }),
  "loggedModels.delete": async (w) => ({ loggedModelId: await aLoggedModel(w) }),
  "loggedModels.setTags": async (w) => ({ loggedModelId: await aLoggedModel(w), tags: { stage: "candidate" } }),
  "loggedModels.deleteTags": async (w) => ({ loggedModelId: await aLoggedModel(w), keys: ["team"] }),
  "loggedModels.logParams": async (w) => ({ loggedModelId: await aLoggedModel(w), params: { depth: "3" } }),
  "loggedModels.artifacts": async (w) => ({ loggedModelId: await aLoggedModel(w) }),
  "loggedModels.folder": async (w) => ({ loggedModelId: await aLoggedModel(w) }),
  "loggedModels.uploadArtifact": async (w) => ({ loggedModelId: await aLoggedModel(w), path: "MLmodel" }),
  "loggedModels.downloadArtifact": aModelFile,
  "loggedModels.deleteArtifacts": aModelFile,
  "runs.logInputs": async (w) => ({ runId: await aRunId(w), datasets: [{ dataset, tags: { "mlflow.data.context": "training" } }] }),
  "runs.logOutputs": async (w) => ({ runId: await aRunId(w), models: [{ modelId: await aLoggedModel(w), step: 1 }] }),
  "runs.recordModel": async (w) => ({ runId: await aRunId(w), model: { artifact_path: "model", flavors: { sklearn: {} } } }),
  "runs.inputs": async (w) => ({ runId: await aRunId(w) }),
  "runs.links": async (w) => ({ runIds: [await aRunId(w)] }),
  "experiments.searchDatasets": async (w) => ({ experimentIds: [await anExperiment(w)] }),
  "evaluations.create": async (w) => ({ projectId: w.projectId, name: `questions ${w.unique()}` }),
  "evaluations.get": async (w) => ({ evaluationId: await anEvaluation(w) }),
  "evaluations.search": async (w) => ({ projectId: w.projectId, filter: "name like 'q%'" }),
  "evaluations.delete": async (w) => ({ evaluationId: await anEvaluation(w) }),
  "evaluations.setTags": async (w) => ({ evaluationId: await anEvaluation(w), tags: { team: "search" } }),
  "evaluations.deleteTags": async (w) => ({ evaluationId: await anEvaluation(w), keys: ["team"] }),
  "evaluations.mergeRecords": async (w) => ({ evaluationId: await anEvaluation(w), records: [{ inputs: { question: "Where?" } }] }),
  "evaluations.records": async (w) => ({ evaluationId: await anEvaluation(w) }),
  "evaluations.deleteRecords": async (w) => {
    const evaluationId = await anEvaluation(w);
    const { items } = await w.call(listRecords, { evaluationId });
    return { evaluationId, recordIds: items.map((r) => r.id) };
  },
  "evaluations.experiments": async (w) => ({ evaluationId: await anEvaluation(w) }),
  "evaluations.addExperiments": async (w) => ({ evaluationId: await anEvaluation(w), experimentIds: [await anExperiment(w)] }),
  "evaluations.removeExperiments": async (w) => {
    const experimentId = await anExperiment(w);
    const { id } = await w.call(createEvaluation, { projectId: w.projectId, name: w.unique(), experimentIds: [experimentId] });
    return { evaluationId: id, experimentIds: [experimentId] };
  },
  "customMetrics.create": async (w) => ({ projectId: w.projectId, name: w.unique(), expression: "1 - accuracy" }),
  "customMetrics.list": async (w) => ({ projectId: w.projectId }),
  "customMetrics.update": async (w) => ({ customMetricId: await aCustomMetric(w), expression: "2 - accuracy" }),
  "customMetrics.delete": async (w) => ({ customMetricId: await aCustomMetric(w) }),
  "customMetrics.check": async (w) => ({ projectId: w.projectId, expression: "1 - accuracy" }),
};
