import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getModelByName } from "../contract/models.ts";
import { modelByName } from "../store/models.ts";

export default implement(getModelByName, async (ctx, { projectId, name }) => {
  const found = await modelByName(ctx.tx, ctx.workspaceId, projectId, name);
  if (!found) throw refuse("not_found", `Project ${projectId} has no model ${name}.`, "List them with `models list`; names are told apart by case.");
  return found;
});
