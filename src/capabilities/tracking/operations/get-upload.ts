import { implement } from "../../../kernel/implement.ts";
import { getUpload } from "../contract/uploads.ts";
import { findUpload, selectParts } from "../store/uploads.ts";
import { noUpload, ownerOf } from "../upload-parts.ts";

export default implement(getUpload, async (ctx, input) => {
  const upload = await findUpload(ctx.tx, ctx.workspaceId, ownerOf(input), input.uploadId);
  if (!upload) throw noUpload(input.uploadId);
  return { ...upload, parts: await selectParts(ctx.tx, ctx.workspaceId, input.uploadId) };
});
