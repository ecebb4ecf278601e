import { refuse } from "../../kernel/contract/errors.ts";
import type { Loop, LoopTools } from "../../kernel/ctx.ts";
import type { Objects } from "../../objects/port.ts";
import { endedUploads, forgetUploads, liveUploads } from "./store/uploads.ts";

/** An upload that is not complete by then is dropped. */
export const uploadLivesS = 24 * 3600;
const batchSize = 1000;
const listEveryMs = 24 * 3_600_000;

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

interface Sweep {
  objects: Objects;
  ws: string;
  transaction: LoopTools["transaction"];
}

/** Parts of the uploads whose rows say that they ended: nothing is asked of the store where none did. */
async function clearEnded({ objects, ws, transaction }: Sweep): Promise<number> {
  let removed = 0;
  for (;;) {
    const ended = await transaction(ws, (tx) => endedUploads(tx, ws, uploadLivesS, batchSize));
    for (const id of ended) for await (const { key } of objects.list(`w/${ws}/uploads/${id}/`)) if (await objects.remove(key)) removed += 1;
    if (ended.length > 0) await transaction(ws, (tx) => forgetUploads(tx, ws, ended));
    if (ended.length < batchSize) return removed;
  }
}

/** Parts that arrived when their upload had ended and was swept, or whose row was never written. */
async function clearLost({ objects, ws, transaction }: Sweep): Promise<number> {
  let removed = 0;
  let batch: { key: string; upload: string }[] = [];
  const clear = async (): Promise<void> => {
    const live = await transaction(ws, (tx) => liveUploads(tx, ws, [...new Set(batch.map((b) => b.upload))]));
    for (const { key, upload } of batch) if (!live.has(upload) && (await objects.remove(key))) removed += 1;
    batch = [];
  };
  for await (const { key } of objects.list(`w/${ws}/uploads/`)) {
    batch.push({ key, upload: key.split("/")[3] ?? "" });
    if (batch.length >= batchSize) await clear();
  }
  if (batch.length > 0) await clear();
  return removed;
}

/** Removes parts of uploads that were completed, dropped, or never finished. All that lies there is listed once a day only. */
export function uploadSweep(): Loop {
  let listedAt = Number.NEGATIVE_INFINITY;
  return {
    name: "tracking.sweepUploads",
    intervalMs: 5 * 60_000,
    async run({ services, transaction, workspaces, log, now }) {
      const all = now().getTime() - listedAt >= listEveryMs;
      let removed = 0;
      for (const ws of await workspaces()) {
        const one = { objects: services.objects, ws, transaction };
        removed += await clearEnded(one);
        if (all) removed += await clearLost(one);
      }
      if (all) listedAt = now().getTime();
      if (removed > 0) log.info({ removed }, "parts of ended uploads removed");
    },
  };
}
