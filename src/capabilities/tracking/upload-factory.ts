import type { InputFactories, World } from "../../../tests/world.ts";
import { createRun } from "./contract/runs.ts";
import { openUpload, uploadPart } from "./contract/uploads.ts";

async function opened(w: World): Promise<{ runId: string; uploadId: string }> {
  const runId = (await w.call(createRun, { projectId: w.projectId })).id;
  const { uploadId } = await w.call(openUpload, { runId, path: "weights.bin" });
  return { runId, uploadId };
}

export const uploadInputs: InputFactories = {
  "uploads.open": async (w) => ({ runId: (await w.call(createRun, { projectId: w.projectId })).id, path: "weights.bin" }),
  "uploads.part": async (w) => ({ ...(await opened(w)), part: 1 }),
  "uploads.get": opened,
  "uploads.complete": async (w) => {
    const at = await opened(w);
    await w.upload(uploadPart, { ...at, part: 1 }, "bytes");
    return { ...at, parts: [{ part: 1 }] };
  },
  "uploads.abort": opened,
};
