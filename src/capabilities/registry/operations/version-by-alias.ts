import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getVersionByAlias } from "../contract/aliases.ts";
import { aliasTarget } from "../store/aliases.ts";
import { aModel, aVersion } from "./found.ts";

export default implement(getVersionByAlias, async (ctx, { modelId, alias }) => {
  const model = await aModel(ctx, modelId);
  const version = await aliasTarget(ctx.tx, ctx.workspaceId, modelId, alias);
  if (version === null) throw refuse("not_found", `${model.name} has no alias ${alias}.`, "`models get` lists its aliases.");
  return await aVersion(ctx, modelId, version);
});
