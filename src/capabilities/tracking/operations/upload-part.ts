import { implementUpload } from "../../../kernel/implement.ts";
import { uploadPart } from "../contract/uploads.ts";
import { findUpload, lockUpload, upsertPart } from "../store/uploads.ts";
import { noUpload, ownerOf, partKey } from "../upload-parts.ts";

export default implementUpload(uploadPart, {
  async prepare(ctx, input) {
    if (!(await findUpload(ctx.tx, ctx.workspaceId, ownerOf(input), input.uploadId))) throw noUpload(input.uploadId);
  },
  receive: (ctx, { uploadId, part }, body) => ctx.services.objects.put(partKey(ctx.workspaceId, uploadId, part), body),
  async complete(ctx, input, { sizeBytes, sha256 }) {
    const { uploadId, part } = input;
    if (!(await lockUpload(ctx.tx, ctx.workspaceId, ownerOf(input), uploadId))) throw noUpload(uploadId);
    await upsertPart(ctx.tx, ctx.workspaceId, uploadId, { part, sizeBytes, sha256 });
    return { part, sizeBytes, sha256 };
  },
});
