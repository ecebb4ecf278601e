import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { LoggedModel } from "./contract/models.ts";
import { findModel, lockModelLabels } from "./store/models.ts";

function absent(id: string): Error {
  return refuse("not_found", `There is no logged model ${id} here.`, "Search them with `logged-models search`.");
}

/** The model, unless it is absent or deleted. */
export async function needModel(ctx: Ctx, id: string, deleted = false): Promise<LoggedModel> {
  const model = await findModel(ctx.tx, ctx.workspaceId, id, deleted);
  if (!model) throw absent(id);
  return model;
}

/** Parameters and tags of a model, its row locked. Like its clients' own server, a deleted one still takes both. */
export async function lockModel(ctx: Ctx, id: string): Promise<{ params: Record<string, string>; tags: Record<string, string> }> {
  const labels = await lockModelLabels(ctx.tx, ctx.workspaceId, id);
  if (!labels) throw absent(id);
  return labels;
}
