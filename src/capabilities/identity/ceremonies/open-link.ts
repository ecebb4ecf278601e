import { randomUUIDv7 } from "node:crypto";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Tx } from "../../../kernel/ports.ts";
import { digestOf, newLinkToken } from "../domain/secrets.ts";
import { takeLink } from "../store/links.ts";
import { insertPerson, insertSession, isEmptyInstallation, readProfile } from "../store/people.ts";
import { sessionSeconds } from "./better-auth.ts";
import { homeOf, person, record, type From } from "./entries.ts";
import { attempt, networkOf } from "./limits.ts";
import { giveWorkspace } from "./people.ts";
import { sessionCookie, type Answer, type Tools } from "./tools.ts";

/** Reserved for documentation and tests (RFC 2606): it can never be somebody's address. */
const placeholderEmail = "administrator@luminaops.invalid";

const spent = (): Error =>
  refuse(
    "not_found",
    "This sign-in link is not valid: it was used, or is older than 24 hours.",
    "Restart the installation for a new one while nobody is registered, or sign in.",
  );

async function firstAdministrator(tools: Tools, tx: Tx, from: From): Promise<{ id: string; name: string }> {
  if (!(await isEmptyInstallation(tx))) throw refuse("conflict", "This installation has an administrator already.", "Sign in, or ask for an invitation.");
  const user = { id: randomUUIDv7(), name: "Administrator", email: placeholderEmail };
  await insertPerson(tx, user);
  await giveWorkspace(tx, tools.journal, user, from);
  return user;
}

/**
 * Signs in by a one-time link: once, within 24 hours. The link of an empty installation makes its administrator,
 * who chooses address and password afterwards (`POST /auth/password`).
 */
export async function openLink(tools: Tools, linkToken: string, from: From): Promise<Answer<{ to: string }>> {
  const { db, limits, now, journal } = tools;
  await attempt(db, limits, now().getTime(), [{ what: "address", who: networkOf(from.address) }]);
  const token = newLinkToken();
  await db.transaction(null, {}, async (tx) => {
    const link = await takeLink(tx, digestOf(linkToken));
    if (!link) throw spent();
    const user = link.user_id === null ? await firstAdministrator(tools, tx, from) : await readProfile(tx, link.user_id);
    if (!user) throw spent();
    const id = randomUUIDv7();
    const expiresAt = new Date(now().getTime() + sessionSeconds * 1000);
    await insertSession(tx, { id, token, userId: user.id, expiresAt, address: from.address, userAgent: from.userAgent });
    const home = await homeOf(tx, user.id);
    await record(journal, tx, home, {
      operation: "sessions.signIn",
      outcome: "done",
      actor: person(user.id, user.name, home),
      target: { session: id },
      input: {},
      note: "one-time link",
      from,
    });
  });
  return { body: { to: "/" }, cookies: [sessionCookie(tools, token)] };
}
