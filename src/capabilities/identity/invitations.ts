import { refuse } from "../../kernel/contract/errors.ts";
import type { Tx } from "../../kernel/ports.ts";
import { digestOf } from "./domain/secrets.ts";
import { readHeldInvitation, takeInvitation, type HeldInvitation } from "./store/invitations.ts";
import { revokeKeysOf } from "./store/keys.ts";
import { insertMember } from "./store/members.ts";
import { presenting } from "./store/scope.ts";

/** The open invitation of a link. @throws Refusal `not_found`, the same for used, old and invented links. */
export async function heldInvitation(tx: Tx, token: string): Promise<HeldInvitation> {
  const digest = digestOf(token);
  await presenting(tx, digest);
  const held = await readHeldInvitation(tx, digest);
  if (held) return held;
  throw refuse("not_found", "This invitation link is not valid: it was used, taken back, or is too old.", "Ask whoever invited you for a new link.");
}

/**
 * Takes the invitation for a person and makes them a member. The transaction is in the invitation's workspace.
 * @throws Refusal when it was meant for another address, somebody took it, or they are a member already.
 */
export async function join(tx: Tx, held: HeldInvitation, user: { id: string; email: string }): Promise<void> {
  if (held.email !== null && held.email !== user.email.toLowerCase())
    throw refuse("forbidden", "This invitation is for another e-mail address.", "Sign in with the address it was sent to.");
  if (!(await takeInvitation(tx, held.workspace_id, held.id, user.id)))
    throw refuse("not_found", "Somebody else has just used this invitation.", "Ask whoever invited you for a new link.");
  // A key made in the moment of an earlier removal must not come alive again.
  await revokeKeysOf(tx, held.workspace_id, user.id);
  if (!(await insertMember(tx, held.workspace_id, user.id, held.role)))
    throw refuse("conflict", "You are a member of this workspace already.", "Open it from your list of workspaces.");
}
