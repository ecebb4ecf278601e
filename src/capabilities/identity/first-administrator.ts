import { randomUUIDv7 } from "node:crypto";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Database, Journal } from "../../kernel/ports.ts";
import { digestOf, newLinkToken } from "./domain/secrets.ts";
import { clearLinks, insertLink } from "./store/links.ts";
import { hasPeople, insertPerson, isEmptyInstallation, readPersonByEmail, writePassword } from "./store/people.ts";
import type { From } from "./ceremonies/entries.ts";
import { hashPassword } from "./ceremonies/passwords.ts";
import { giveWorkspace } from "./ceremonies/people.ts";

const linkHours = 24;
const here: Omit<From, "requestId"> = { address: null, userAgent: null, surface: "cli" };

function linkExpiry(now: Date): Date {
  return new Date(now.getTime() + linkHours * 3_600_000);
}

export interface FirstAdministrator {
  db: Database;
  journal: Journal;
  /** Where people reach this installation, without a closing slash. */
  publicUrl: string;
  email?: string | undefined;
  password?: string | undefined;
  now?: Date;
}

/**
 * Called at start. While nobody is registered: makes the administrator of the given address and password, or
 * answers a one-time link (single use, 24 h) that makes one when opened.
 * Does nothing once somebody is registered.
 * @throws Refusal `invalid_input` when the password is too short.
 */
export async function ensureFirstAdministrator({ db, journal, publicUrl, email, password, now = new Date() }: FirstAdministrator): Promise<{ link?: string }> {
  if (await db.transaction(null, { readOnly: true }, hasPeople)) return {};
  if (email !== undefined && password !== undefined) {
    if (password.length < 10 || password.length > 128)
      throw refuse("invalid_input", "The first administrator's password needs 10 to 128 characters.", "Set LUMINA_ADMIN_PASSWORD to a longer one.");
    const hash = await hashPassword(password);
    await db.transaction(null, {}, async (tx) => {
      if (!(await isEmptyInstallation(tx))) return;
      const user = { id: randomUUIDv7(), name: "Administrator", email: email.toLowerCase() };
      await insertPerson(tx, user);
      await writePassword(tx, { id: randomUUIDv7(), userId: user.id, hash });
      await giveWorkspace(tx, journal, user, { ...here, requestId: randomUUIDv7() });
    });
    return {};
  }
  const token = newLinkToken();
  await db.transaction(null, {}, async (tx) => {
    await clearLinks(tx);
    await insertLink(tx, { id: randomUUIDv7(), digest: digestOf(token), userId: null, expiresAt: linkExpiry(now) });
  });
  return { link: `${publicUrl}/auth/link/${token}` };
}

/**
 * A one-time link that signs an existing person in, for who lost the password; whoever runs the installation asks for it.
 * @throws Refusal `not_found` when nobody has the address.
 */
export async function createSignInLink({
  db,
  publicUrl,
  email,
  now = new Date(),
}: {
  db: Database;
  publicUrl: string;
  email: string;
  now?: Date;
}): Promise<{ link: string }> {
  const token = newLinkToken();
  await db.transaction(null, {}, async (tx) => {
    const found = await readPersonByEmail(tx, email.toLowerCase());
    if (!found) throw refuse("not_found", `Nobody is registered with ${email}.`, "Check the address.");
    await insertLink(tx, { id: randomUUIDv7(), digest: digestOf(token), userId: found.id, expiresAt: linkExpiry(now) });
  });
  return { link: `${publicUrl}/auth/link/${token}` };
}
