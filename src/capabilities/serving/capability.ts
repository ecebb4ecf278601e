import type { Capability } from "../../kernel/ctx.ts";
import { predictBatch as predictBatchJob } from "./jobs/predict-batch.ts";
import { follow } from "./loops.ts";
import batches from "./operations/batches.ts";
import create from "./operations/create.ts";
import downloadBatch from "./operations/download-batch.ts";
import get from "./operations/get.ts";
import list from "./operations/list.ts";
import log from "./operations/log.ts";
import predictBatch from "./operations/predict-batch.ts";
import predict from "./operations/predict.ts";
import remove from "./operations/remove.ts";
import resolve from "./operations/resolve.ts";
import revisions from "./operations/revisions.ts";
import rollback from "./operations/rollback.ts";
import sync from "./operations/sync.ts";
import update from "./operations/update.ts";
import watch from "./operations/watch.ts";
import { findDeployment } from "./store/deployments.ts";
import { en } from "./phrases/en.ts";

export const servingCapability: Capability = {
  name: "serving",
  nouns: ["deployments"],
  operations: [create, list, get, resolve, update, remove, revisions, rollback, sync, predict, log, watch, predictBatch, batches, downloadBatch],
  resources: { deployment: findDeployment },
  jobs: [predictBatchJob],
  loops: [follow],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
