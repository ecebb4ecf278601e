import type { Capability } from "../../kernel/ctx.ts";
import archiveModel from "./operations/archive-model.ts";
import createModel from "./operations/create-model.ts";
import createVersion from "./operations/create-version.ts";
import deleteAlias from "./operations/delete-alias.ts";
import deleteModelTags from "./operations/delete-model-tags.ts";
import deleteModel from "./operations/delete-model.ts";
import deleteVersionTags from "./operations/delete-version-tags.ts";
import deleteVersion from "./operations/delete-version.ts";
import getModelByName from "./operations/get-model-by-name.ts";
import getModel from "./operations/get-model.ts";
import getVersion from "./operations/get-version.ts";
import latestVersions from "./operations/latest-versions.ts";
import listModels from "./operations/list-models.ts";
import listVersions from "./operations/list-versions.ts";
import modelHistory from "./operations/model-history.ts";
import promoteModel from "./operations/promote-model.ts";
import registerModel from "./operations/register-model.ts";
import rollbackModel from "./operations/rollback-model.ts";
import searchModels from "./operations/search-models.ts";
import searchVersions from "./operations/search-versions.ts";
import setAlias from "./operations/set-alias.ts";
import setModelTags from "./operations/set-model-tags.ts";
import setVersionTags from "./operations/set-version-tags.ts";
import updateModel from "./operations/update-model.ts";
import updateVersion from "./operations/update-version.ts";
import versionByAlias from "./operations/version-by-alias.ts";
import { en } from "./phrases/en.ts";
import { locateModel } from "./store/models.ts";

export const registryCapability: Capability = {
  name: "registry",
  nouns: ["models"],
  operations: [
    registerModel,
    createModel,
    createVersion,
    listModels,
    searchModels,
    getModel,
    getModelByName,
    listVersions,
    searchVersions,
    latestVersions,
    getVersion,
    versionByAlias,
    updateModel,
    updateVersion,
    setModelTags,
    deleteModelTags,
    setVersionTags,
    deleteVersionTags,
    setAlias,
    deleteAlias,
    promoteModel,
    rollbackModel,
    modelHistory,
    archiveModel,
    deleteVersion,
    deleteModel,
  ],
  resources: {
    model: async (tx, ws, id) => {
      const found = await locateModel(tx, ws, id);
      return found && { projectId: found.projectId, label: found.name, state: `${found.revision}${found.deleted ? " deleted" : ""}` };
    },
  },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
