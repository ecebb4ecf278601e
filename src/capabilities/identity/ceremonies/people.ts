import { randomUUIDv7 } from "node:crypto";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Journal, Tx } from "../../../kernel/ports.ts";
import { heldInvitation, join } from "../invitations.ts";
import { clearLinks } from "../store/links.ts";
import { insertMember } from "../store/members.ts";
import { enter } from "../store/scope.ts";
import { insertWorkspace } from "../store/workspaces.ts";
import { person, record, type From } from "./entries.ts";

export interface NewPerson {
  id: string;
  name: string;
  email: string;
}

/** A person who came without an invitation gets a workspace of their own and is its administrator. */
export async function giveWorkspace(tx: Tx, journal: Journal, user: NewPerson, from: From): Promise<string> {
  const id = randomUUIDv7();
  const name = `${user.name.slice(0, 100)}'s workspace`;
  await enter(tx, id);
  await insertWorkspace(tx, { id, name, createdBy: user.id });
  await insertMember(tx, id, user.id, "admin");
  await clearLinks(tx);
  await record(
    journal,
    tx,
    id,
    {
      operation: "workspaces.create",
      outcome: "done",
      actor: person(user.id, user.name, id),
      target: { workspace: id },
      input: { name },
      note: "registered",
      from,
    },
    [{ topic: "members", id: user.id }],
  );
  return id;
}

/** A person who came by an invitation joins its workspace and gets none of their own. */
export async function joinByInvitation(tx: Tx, journal: Journal, user: NewPerson, token: string, from: From): Promise<void> {
  const held = await heldInvitation(tx, token);
  await enter(tx, held.workspace_id);
  await join(tx, held, user);
  await record(
    journal,
    tx,
    held.workspace_id,
    {
      operation: "invitations.accept",
      outcome: "done",
      actor: person(user.id, user.name, held.workspace_id),
      target: { invitation: held.id },
      input: { token: "[redacted]" },
      note: "registered",
      from,
    },
    [{ topic: "members", id: user.id }],
  );
}

/** @throws Refusal when the link of a registration is no open invitation, or meant for another address. */
export async function checkInvitation(tx: Tx, token: string, email: string): Promise<void> {
  const held = await heldInvitation(tx, token);
  if (held.email !== null && held.email !== email.toLowerCase())
    throw refuse("forbidden", "This invitation is for another e-mail address.", "Register with the address it was sent to.");
}
