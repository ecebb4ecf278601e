import type { Capability } from "../../kernel/ctx.ts";
import cancel from "./operations/cancel.ts";
import get from "./operations/get.ts";
import list from "./operations/list.ts";
import logs from "./operations/logs.ts";
import retry from "./operations/retry.ts";
import setPriority from "./operations/set-priority.ts";
import watch from "./operations/watch.ts";
import { jobHead } from "./store/read.ts";
import { en } from "./phrases/en.ts";

export const jobsCapability: Capability = {
  name: "jobs",
  nouns: ["jobs"],
  operations: [list, get, cancel, retry, setPriority, logs, watch],
  resources: {
    async job(tx, workspaceId, id) {
      const job = await jobHead(tx, workspaceId, id);
      return job && { projectId: job.project_id, label: job.label, state: `${job.state}.${job.version}` };
    },
  },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
