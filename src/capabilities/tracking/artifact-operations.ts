import type { Finder } from "../../kernel/ports.ts";
import type { Implementation } from "../../kernel/ctx.ts";
import commit from "./operations/commit-artifact-version.ts";
import create from "./operations/create-artifact-version.ts";
import remove from "./operations/delete-artifact-version.ts";
import download from "./operations/download-version-file.ts";
import find from "./operations/find-artifact-version.ts";
import get from "./operations/get-artifact-version.ts";
import listCollections from "./operations/list-artifact-collections.ts";
import list from "./operations/list-artifact-versions.ts";
import files from "./operations/list-version-files.ts";
import update from "./operations/update-artifact-version.ts";
import upload from "./operations/upload-version-file.ts";
import use from "./operations/use-artifact-version.ts";
import { findCollection } from "./store/artifact-collections.ts";
import { findVersion } from "./store/artifact-versions.ts";

/** Named, versioned artifacts. */
export const artifactOperations: readonly Implementation[] = [listCollections, create, upload, commit, get, find, list, files, download, update, use, remove];

export const artifactResources: Readonly<Record<string, Finder>> = {
  artifactCollection: async (tx, ws, id) => {
    const found = await findCollection(tx, ws, id);
    return found && { projectId: found.projectId, label: found.name, state: found.name };
  },
  artifactVersion: async (tx, ws, id) => {
    const found = await findVersion(tx, ws, id);
    return found && { projectId: found.projectId, label: `${found.name}:v${found.version}`, state: `${found.state} ${found.updatedAt}` };
  },
};
