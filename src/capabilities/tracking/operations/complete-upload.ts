import { Readable } from "node:stream";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implementUpload } from "../../../kernel/implement.ts";
import type { Objects } from "../../../objects/port.ts";
import { completeUpload, getUpload } from "../contract/uploads.ts";
import { upsertArtifact } from "../store/artifacts.ts";
import { lockUpload, removeUpload } from "../store/uploads.ts";
import { noUpload, ownerOf, partKey } from "../upload-parts.ts";

/** The parts one after the other, in the order of their numbers. */
async function* joined(objects: Objects, keys: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield* (await objects.get(key)) as AsyncIterable<Uint8Array>;
}

export default implementUpload(completeUpload, {
  async receive(ctx, { runId, loggedModelId, uploadId, parts }) {
    const here = new Map((await ctx.call(getUpload, { runId, loggedModelId, uploadId })).parts.map((p) => [p.part, p.sha256]));
    const numbers = [...new Set(parts.map((p) => p.part))].toSorted((a, b) => a - b);
    const wrong = parts.find((p) => !here.has(p.part) || (p.sha256 !== undefined && p.sha256 !== here.get(p.part)));
    if (wrong)
      throw refuse(
        "conflict",
        `Part ${wrong.part} of upload ${uploadId} is ${here.has(wrong.part) ? "another one" : "not here"}.`,
        "Send that part, then complete.",
      );
    const keys = numbers.map((part) => partKey(ctx.workspaceId, uploadId, part));
    return await ctx.services.objects.putContent(ctx.workspaceId, Readable.from(joined(ctx.services.objects, keys), { objectMode: false }));
  },
  async complete(ctx, input, stored) {
    const ownerId = ownerOf(input);
    const upload = await lockUpload(ctx.tx, ctx.workspaceId, ownerId, input.uploadId);
    if (!upload) throw noUpload(input.uploadId);
    const artifact = await upsertArtifact(ctx.tx, ctx.workspaceId, ownerId, { ...upload, ...stored });
    // The parts themselves go with the next sweep: nothing outside the database happens here.
    await removeUpload(ctx.tx, ctx.workspaceId, input.uploadId);
    ctx.emit(input.runId === undefined ? "loggedModels" : "runs", ownerId);
    ctx.audit({ after: { path: upload.path, sha256: stored.sha256, sizeBytes: stored.sizeBytes } });
    return artifact;
  },
});
