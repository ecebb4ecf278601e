import { implement } from "../../../kernel/implement.ts";
import { listVersionFiles } from "../contract/artifact-versions.ts";
import { selectVersionFiles } from "../store/version-files.ts";
import { foundVersion } from "./found-version.ts";

export default implement(listVersionFiles, async (ctx, input) => {
  await foundVersion(ctx, input.versionId);
  return await selectVersionFiles(ctx.tx, ctx.workspaceId, input.versionId, input);
});
