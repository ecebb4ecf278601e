import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { Actor } from "../../kernel/ports.ts";
import type { Member } from "./contract/members.ts";
import { countAdmins } from "./store/members.ts";

/** Nobody does it to themselves, nor by a service account that counts as them. */
export function refuseSelf(actor: Actor, memberId: string, what: string): void {
  if (actor.id !== memberId && actor.ownerId !== memberId) return;
  throw refuse("forbidden", `You cannot ${what}.`, "Ask another Admin of the workspace.");
}

/** The workspace row is locked, so two administrators cannot demote each other at once. */
export async function refuseLastAdmin(ctx: Ctx, member: Member): Promise<void> {
  if ((await countAdmins(ctx.tx, ctx.workspaceId)) > 1) return;
  throw refuse("conflict", `${member.name} is the last Admin of this workspace.`, "Make another member Admin first.");
}
