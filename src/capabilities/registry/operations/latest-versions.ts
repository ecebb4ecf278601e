import { implement } from "../../../kernel/implement.ts";
import { latestVersions } from "../contract/versions.ts";
import { latestOf } from "../store/versions.ts";

export default implement(latestVersions, async (ctx, { modelIds, stages }) => ({
  items: await latestOf(ctx.tx, ctx.workspaceId, modelIds, stages && stages.length > 0 ? stages : null),
}));
