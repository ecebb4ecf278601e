import { implement } from "../../../kernel/implement.ts";
import { abortUpload } from "../contract/uploads.ts";
import { endUpload, lockUpload } from "../store/uploads.ts";
import { noUpload, ownerOf } from "../upload-parts.ts";

export default implement(abortUpload, async (ctx, input) => {
  if (!(await lockUpload(ctx.tx, ctx.workspaceId, ownerOf(input), input.uploadId))) throw noUpload(input.uploadId);
  await endUpload(ctx.tx, ctx.workspaceId, input.uploadId);
  return { uploadId: input.uploadId };
});
