import type { InputFactories, World } from "../../../tests/world.ts";
import { deleteRun, createRun } from "./contract/runs.ts";

const oneRun = async (w: World): Promise<string> => (await w.call(createRun, { projectId: w.projectId, params: { model: "ridge", seed: "1" } })).id;
const many = async (w: World): Promise<{ projectId: string; runIds: string[] }> => ({ projectId: w.projectId, runIds: [await oneRun(w), await oneRun(w)] });

/** Valid inputs for the operations of table-operations.ts. */
export const tableInputs: InputFactories = {
  "runs.groups": async (w) => ({ projectId: w.projectId, by: ["param:model"], metrics: [{ key: "auc", aggregate: "max" }] }),
  "runs.childCounts": async (w) => ({ runIds: [await oneRun(w)] }),
  "runs.deleteMany": many,
  "runs.restoreMany": async (w) => {
    const input = await many(w);
    for (const runId of input.runIds) await w.call(deleteRun, { runId });
    return input;
  },
  "runs.tagMany": async (w) => ({ ...(await many(w)), set: { team: "risk" }, remove: ["old"] }),
  "runs.exportCsv": async (w) => ({ projectId: w.projectId, columns: [{ column: "attr:name", title: "Run" }] }),
  "runs.compare": async (w) => ({ runIds: (await many(w)).runIds }),
  "runs.significance": async (w) => ({ runIds: (await many(w)).runIds, metric: "auc" }),
};
