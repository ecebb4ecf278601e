import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { View } from "./contract/views.ts";
import { personOf } from "./domain/person.ts";
import { findView } from "./store/views.ts";

/** The actor's own view. A foreign personal one is absent; a shared one of somebody else is theirs to change. */
export async function needOwnView(ctx: Ctx, viewId: string): Promise<View> {
  const view = await findView(ctx.tx, ctx.workspaceId, viewId, personOf(ctx.actor));
  if (!view) throw refuse("not_found", `There is no view ${viewId} here.`, "List them with `views list`.");
  if (!view.mine) throw refuse("not_found", `View "${view.name}" belongs to ${view.createdBy}.`, "Save it under a name of your own, then change that one.");
  return view;
}
