import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import { withinScopes } from "./domain/roles.ts";

/** The open workspace of whoever asks; operations of one's own need it without needing a right in it. */
export function openWorkspace(ctx: Ctx): string {
  const ws = ctx.actor.workspaceId;
  if (ws !== null && ctx.actor.role !== null) return ws;
  throw refuse("forbidden", "You are not in a workspace.", "Create one with `workspaces create`, or open the invitation you were sent.");
}

/** The person asking; service accounts have no profile, sessions or workspaces of their own. */
export function person(ctx: Ctx): string {
  if (ctx.actor.kind === "user") return ctx.actor.id;
  throw refuse("forbidden", `${ctx.actor.name} is not a person.`, "Sign in, or use a key of your own.");
}

/** Operations of one's own ask no right of the workspace, so a limited key is stopped here. */
export function needScope(ctx: Ctx, scope: string): void {
  if (withinScopes(ctx.actor, scope)) return;
  throw refuse("forbidden", `This key is limited to ${ctx.actor.scopes?.join(", ") ?? "nothing"}.`, `Sign in, or use a key with the scope ${scope}.`, {
    missing: scope,
  });
}
