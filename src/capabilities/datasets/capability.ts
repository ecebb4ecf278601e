import type { Capability } from "../../kernel/ctx.ts";
import addSample from "./operations/add-sample.ts";
import clean from "./operations/clean.ts";
import diff from "./operations/diff.ts";
import download from "./operations/download.ts";
import get from "./operations/get.ts";
import getProfile from "./operations/get-profile.ts";
import getVersion from "./operations/get-version.ts";
import list from "./operations/list.ts";
import preview from "./operations/preview.ts";
import previewCleaning from "./operations/preview-cleaning.ts";
import profile from "./operations/profile.ts";
import remove from "./operations/remove.ts";
import samples from "./operations/samples.ts";
import suggestCleaning from "./operations/suggest-cleaning.ts";
import update from "./operations/update.ts";
import upload from "./operations/upload.ts";
import versions from "./operations/versions.ts";
import watch from "./operations/watch.ts";
import { runClean, runProfile } from "./jobs.ts";
import { sweep } from "./sweep.ts";
import { findDataset } from "./store/datasets.ts";
import { en } from "./phrases/en.ts";

export const datasetsCapability: Capability = {
  name: "datasets",
  nouns: ["datasets"],
  operations: [
    upload,
    samples,
    addSample,
    list,
    get,
    update,
    remove,
    versions,
    getVersion,
    preview,
    profile,
    getProfile,
    suggestCleaning,
    previewCleaning,
    clean,
    diff,
    download,
    watch,
  ],
  jobs: [runProfile, runClean],
  loops: [sweep],
  resources: { dataset: findDataset },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
