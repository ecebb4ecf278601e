import type { Capability } from "../../kernel/ctx.ts";
import addSample from "./operations/add-sample.ts";
import diff from "./operations/diff.ts";
import download from "./operations/download.ts";
import get from "./operations/get.ts";
import getProfile from "./operations/get-profile.ts";
import getVersion from "./operations/get-version.ts";
import list from "./operations/list.ts";
import preview from "./operations/preview.ts";
import remove from "./operations/remove.ts";
import samples from "./operations/samples.ts";
import update from "./operations/update.ts";
import upload from "./operations/upload.ts";
import versions from "./operations/versions.ts";
import watch from "./operations/watch.ts";
import { findDataset } from "./store/datasets.ts";
import { en } from "./phrases/en.ts";

export const datasetsCapability: Capability = {
  name: "datasets",
  nouns: ["datasets"],
  operations: [upload, samples, addSample, list, get, update, remove, versions, getVersion, preview, getProfile, diff, download, watch],
  resources: { dataset: findDataset },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
