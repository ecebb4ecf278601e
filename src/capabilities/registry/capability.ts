import type { Capability } from "../../kernel/ctx.ts";
import archiveModel from "./operations/archive-model.ts";
import getModel from "./operations/get-model.ts";
import getVersion from "./operations/get-version.ts";
import listModels from "./operations/list-models.ts";
import listVersions from "./operations/list-versions.ts";
import modelHistory from "./operations/model-history.ts";
import promoteModel from "./operations/promote-model.ts";
import registerModel from "./operations/register-model.ts";
import rollbackModel from "./operations/rollback-model.ts";
import updateModel from "./operations/update-model.ts";
import updateVersion from "./operations/update-version.ts";
import { en } from "./phrases/en.ts";
import { locateModel } from "./store/models.ts";

export const registryCapability: Capability = {
  name: "registry",
  nouns: ["models"],
  operations: [
    registerModel,
    listModels,
    getModel,
    listVersions,
    getVersion,
    updateModel,
    updateVersion,
    promoteModel,
    rollbackModel,
    modelHistory,
    archiveModel,
  ],
  resources: {
    model: async (tx, ws, id) => {
      const found = await locateModel(tx, ws, id);
      return found && { projectId: found.projectId, label: found.name, state: String(found.revision) };
    },
  },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
