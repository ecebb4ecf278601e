import * as z from "zod";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import { ProjectRole } from "./contract.ts";
import { deleteGrant, lockProject, putGrant, readGrant } from "./store.ts";
import { missing } from "./change.ts";

/** Nobody widens or narrows themselves, nor by a service account that counts as them. */
export function refuseOwnGrant(ctx: Ctx, memberId: string): void {
  if (ctx.actor.id !== memberId && ctx.actor.ownerId !== memberId) return;
  throw refuse("forbidden", "You cannot change your own grant.", "Ask an Admin of the workspace or another owner of the project.");
}

/** Sets or takes back a grant; answers the role there was before. */
export async function putRole(ctx: Ctx, projectId: string, memberId: string, role: ProjectRole | null): Promise<ProjectRole | null> {
  refuseOwnGrant(ctx, memberId);
  if (!(await lockProject(ctx.tx, ctx.workspaceId, projectId))) throw missing(projectId);
  const before = (await readGrant(ctx.tx, ctx.workspaceId, projectId, memberId))?.role ?? null;
  if (before === role) {
    ctx.unchanged();
    return before;
  }
  if (role === null) await deleteGrant(ctx.tx, ctx.workspaceId, projectId, memberId);
  else await putGrant(ctx.tx, ctx.workspaceId, projectId, memberId, role);
  ctx.audit({ before: { memberId, role: before }, after: { memberId, role } });
  ctx.emit("projects", projectId);
  ctx.emit("members", memberId);
  return before;
}

/** The state an undo recorded: a role, or none. */
export function roleBefore(state: unknown): ProjectRole | null {
  return z.object({ role: ProjectRole.nullable() }).parse(state).role;
}
