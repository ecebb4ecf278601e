import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implementUpload } from "../../../kernel/implement.ts";
import { uploadVersionFile } from "../contract/artifact-versions.ts";
import { upsertArtifact } from "../store/artifacts.ts";
import { foundVersion, shown } from "./found-version.ts";

export default implementUpload(uploadVersionFile, {
  async receive(ctx, { path, md5 }, body) {
    const hash = createHash("md5");
    const metered = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const [stored] = await Promise.all([ctx.services.objects.putContent(ctx.workspaceId, metered), pipeline(body, metered)]);
    const got = hash.digest("base64");
    if (md5 !== undefined && got !== md5)
      throw refuse("invalid_input", `The bytes of ${path} have the MD5 ${got}, not the announced ${md5}.`, "Send the file again, unchanged.");
    return stored;
  },
  async complete(ctx, { versionId, path, mediaType }, stored) {
    const version = await foundVersion(ctx, versionId);
    if (version.state === "committed") throw refuse("conflict", `${shown(version)} is committed; its files do not change.`, "Open a new version.");
    const file = await upsertArtifact(ctx.tx, ctx.workspaceId, versionId, { path, mediaType, ...stored });
    ctx.audit({ after: { path, sha256: stored.sha256, sizeBytes: stored.sizeBytes } });
    return file;
  },
});
