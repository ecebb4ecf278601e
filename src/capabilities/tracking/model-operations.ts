import type { Capability, Implementation } from "../../kernel/ctx.ts";
import createLoggedModel from "./operations/create-logged-model.ts";
import deleteLoggedModel from "./operations/delete-logged-model.ts";
import deleteLoggedModelTags from "./operations/delete-logged-model-tags.ts";
import deleteModelArtifacts from "./operations/delete-model-artifacts.ts";
import downloadModelArtifact from "./operations/download-model-artifact.ts";
import finalizeLoggedModel from "./operations/finalize-logged-model.ts";
import getLoggedModel from "./operations/get-logged-model.ts";
import listModelArtifacts from "./operations/list-model-artifacts.ts";
import linksOfMany from "./operations/links-of-many.ts";
import listModelFolder from "./operations/list-model-folder.ts";
import logInputs from "./operations/log-inputs.ts";
import logLoggedModelParams from "./operations/log-logged-model-params.ts";
import logOutputs from "./operations/log-outputs.ts";
import recordModel from "./operations/record-model.ts";
import runInputs from "./operations/run-inputs.ts";
import searchInputDatasets from "./operations/search-input-datasets.ts";
import searchLoggedModels from "./operations/search-logged-models.ts";
import setLoggedModelTags from "./operations/set-logged-model-tags.ts";
import uploadModelArtifact from "./operations/upload-model-artifact.ts";
import addEvaluationExperiments from "./operations/add-evaluation-experiments.ts";
import createEvaluation from "./operations/create-evaluation.ts";
import deleteEvaluation from "./operations/delete-evaluation.ts";
import deleteEvaluationTags from "./operations/delete-evaluation-tags.ts";
import deleteRecords from "./operations/delete-records.ts";
import evaluationExperiments from "./operations/evaluation-experiments.ts";
import getEvaluation from "./operations/get-evaluation.ts";
import listRecords from "./operations/list-records.ts";
import mergeRecords from "./operations/merge-records.ts";
import removeEvaluationExperiments from "./operations/remove-evaluation-experiments.ts";
import searchEvaluations from "./operations/search-evaluations.ts";
import setEvaluationTags from "./operations/set-evaluation-tags.ts";
import { findEvaluation } from "./store/evaluations.ts";
import { locateModel } from "./store/models.ts";

/** Logged models, what runs read and made, evaluation sets. */
export const modelOperations: readonly Implementation[] = [
  createLoggedModel,
  getLoggedModel,
  searchLoggedModels,
  finalizeLoggedModel,
  deleteLoggedModel,
  setLoggedModelTags,
  deleteLoggedModelTags,
  logLoggedModelParams,
  listModelArtifacts,
  listModelFolder,
  uploadModelArtifact,
  downloadModelArtifact,
  deleteModelArtifacts,
  logInputs,
  logOutputs,
  recordModel,
  runInputs,
  linksOfMany,
  searchInputDatasets,
  createEvaluation,
  getEvaluation,
  searchEvaluations,
  deleteEvaluation,
  setEvaluationTags,
  deleteEvaluationTags,
  mergeRecords,
  listRecords,
  deleteRecords,
  evaluationExperiments,
  addEvaluationExperiments,
  removeEvaluationExperiments,
];

export const modelResources: Capability["resources"] = {
  loggedModel: async (tx, ws, id) => {
    const found = await locateModel(tx, ws, id);
    return found && { projectId: found.projectId, label: found.name, state: found.status };
  },
  evaluation: async (tx, ws, id) => {
    const found = await findEvaluation(tx, ws, id);
    return found && { projectId: found.projectId, label: found.name, state: found.digest };
  },
};
