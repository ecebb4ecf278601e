import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateWorkspace } from "../contract/workspaces.ts";
import { lockWorkspace, readWorkspace, renameWorkspace } from "../store/workspaces.ts";

async function rename(ctx: Ctx, name: string): Promise<string> {
  const before = await lockWorkspace(ctx.tx, ctx.workspaceId);
  if (!before) throw refuse("not_found", `There is no workspace ${ctx.workspaceId} here.`, "List yours with `workspaces list`.");
  if (before.name === name) ctx.unchanged();
  else {
    await renameWorkspace(ctx.tx, ctx.workspaceId, name);
    ctx.audit({ before: { name: before.name }, after: { name } });
    ctx.emit("workspaces", ctx.workspaceId);
  }
  return before.name;
}

export default implement(
  updateWorkspace,
  async (ctx, { workspaceId, name }) => {
    ctx.recordUndo(await rename(ctx, name));
    const workspace = await readWorkspace(ctx.tx, ctx.workspaceId, ctx.actor.id);
    if (!workspace) throw refuse("not_found", `There is no workspace ${workspaceId} here.`, "List yours with `workspaces list`.");
    return { ...workspace, role: ctx.actor.role };
  },
  { undo: async (ctx, name) => void (await rename(ctx, String(name))) },
);
