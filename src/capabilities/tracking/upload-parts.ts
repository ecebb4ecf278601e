import { refuse } from "../../kernel/contract/errors.ts";
import type { Loop } from "../../kernel/ctx.ts";
import { liveUploads, removeOldUploads } from "./store/uploads.ts";

/** An upload that is not complete by then is dropped. */
export const uploadLivesS = 24 * 3600;
const batchSize = 1000;

/** Where a part waits for the others. */
export function partKey(ws: string, uploadId: string, part: number): string {
  return `w/${ws}/uploads/${uploadId}/${part}`;
}

/** @throws Refusal where an input names no owner, or two. */
export function ownerOf(i: { runId?: string | undefined; loggedModelId?: string | undefined }): string {
  const id = i.runId ?? i.loggedModelId;
  if (id !== undefined && (i.runId === undefined || i.loggedModelId === undefined)) return id;
  throw refuse("invalid_input", "An upload belongs to one run or one logged model.", "Send runId or loggedModelId.");
}

export function noUpload(id: string): Error {
  return refuse("not_found", `There is no upload ${id} here.`, "It was completed, dropped, or is older than a day: begin again with `uploads open`.");
}

/** Removes parts of uploads that were completed, dropped, or never finished. */
export const sweepUploads: Loop = {
  name: "tracking.sweepUploads",
  intervalMs: 5 * 60_000,
  async run({ services, transaction, workspaces, log }) {
    let removed = 0;
    for (const ws of await workspaces()) {
      await transaction(ws, (tx) => removeOldUploads(tx, ws, uploadLivesS));
      let batch: { key: string; upload: string }[] = [];
      const clear = async (): Promise<void> => {
        const live = await transaction(ws, (tx) => liveUploads(tx, ws, [...new Set(batch.map((b) => b.upload))]));
        for (const { key, upload } of batch) if (!live.has(upload) && (await services.objects.remove(key))) removed += 1;
        batch = [];
      };
      for await (const { key } of services.objects.list(`w/${ws}/uploads/`)) {
        batch.push({ key, upload: key.split("/")[3] ?? "" });
        if (batch.length >= batchSize) await clear();
      }
      if (batch.length > 0) await clear();
    }
    if (removed > 0) log.info({ removed }, "parts of ended uploads removed");
  },
};
