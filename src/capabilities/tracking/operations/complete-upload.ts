import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import { implementUpload } from "../../../kernel/implement.ts";
import type { Objects } from "../../../objects/port.ts";
import { completeUpload, getUpload } from "../contract/uploads.ts";
import { upsertArtifact } from "../store/artifacts.ts";
import { endUpload, lockUpload } from "../store/uploads.ts";
import { noUpload, ownerOf, partKey } from "../upload-parts.ts";

/** The parts one after the other; bytes and row of a part are written one after the other too, so they may differ. */
async function* joined(objects: Objects, uploadId: string, parts: readonly { part: number; key: string; sha256: string }[]): AsyncGenerator<Uint8Array> {
  for (const { part, key, sha256 } of parts) {
    const hash = createHash("sha256");
    for await (const chunk of (await objects.get(key)) as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest("hex") !== sha256) throw wrongPart(part, uploadId, "another one");
  }
}

function wrongPart(part: number, uploadId: string, what: string): Refusal {
  return refuse("conflict", `Part ${part} of upload ${uploadId} is ${what}.`, "Send that part, then complete.");
}

export default implementUpload(completeUpload, {
  async receive(ctx, { runId, loggedModelId, uploadId, parts }) {
    const here = new Map((await ctx.call(getUpload, { runId, loggedModelId, uploadId })).parts.map((p) => [p.part, p.sha256]));
    const numbers = [...new Set(parts.map((p) => p.part))].toSorted((a, b) => a - b);
    const wrong = parts.find((p) => !here.has(p.part) || (p.sha256 !== undefined && p.sha256 !== here.get(p.part)));
    if (wrong) throw wrongPart(wrong.part, uploadId, here.has(wrong.part) ? "another one" : "not here");
    const found = numbers.map((part) => ({ part, key: partKey(ctx.workspaceId, uploadId, part), sha256: here.get(part) ?? "" }));
    return await ctx.services.objects.putContent(ctx.workspaceId, Readable.from(joined(ctx.services.objects, uploadId, found), { objectMode: false }));
  },
  async complete(ctx, input, stored) {
    const ownerId = ownerOf(input);
    const upload = await lockUpload(ctx.tx, ctx.workspaceId, ownerId, input.uploadId);
    if (!upload) throw noUpload(input.uploadId);
    const artifact = await upsertArtifact(ctx.tx, ctx.workspaceId, ownerId, { ...upload, ...stored });
    // The parts themselves go with the next sweep: nothing outside the database happens here.
    await endUpload(ctx.tx, ctx.workspaceId, input.uploadId);
    ctx.emit(input.runId === undefined ? "loggedModels" : "runs", ownerId);
    ctx.audit({ after: { path: upload.path, sha256: stored.sha256, sizeBytes: stored.sizeBytes } });
    return artifact;
  },
});
