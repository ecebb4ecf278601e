import type { Capability } from "../../kernel/ctx.ts";
import train from "./jobs.ts";
import cancel from "./operations/cancel.ts";
import download from "./operations/download.ts";
import get from "./operations/get.ts";
import list from "./operations/list.ts";
import recommend from "./operations/recommend.ts";
import repeat from "./operations/repeat.ts";
import start from "./operations/start.ts";
import watch from "./operations/watch.ts";
import { locateTraining } from "./store.ts";
import { en } from "./phrases/en.ts";

export const trainingCapability: Capability = {
  name: "training",
  nouns: ["training"],
  operations: [recommend, start, repeat, get, list, cancel, watch, download],
  resources: {
    training: async (tx, ws, id) => {
      const found = await locateTraining(tx, ws, id);
      return found && { projectId: found.projectId, label: found.name, state: found.status };
    },
  },
  jobs: [train],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
