import { implement } from "../../../kernel/implement.ts";
import { openUpload } from "../contract/uploads.ts";
import { insertUpload } from "../store/uploads.ts";
import { ownerOf, uploadLivesS } from "../upload-parts.ts";

export default implement(openUpload, async (ctx, input) => {
  const id = ctx.newId();
  await insertUpload(ctx.tx, ctx.workspaceId, { id, ownerId: ownerOf(input), path: input.path, mediaType: input.mediaType });
  return { uploadId: id, expiresAt: new Date(ctx.now().getTime() + uploadLivesS * 1000).toISOString() };
});
