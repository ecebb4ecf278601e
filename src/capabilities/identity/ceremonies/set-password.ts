import { randomUUIDv7 } from "node:crypto";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { SetPassword } from "../contract/auth.ts";
import { deleteOtherSessions, readPasswordHash, writeEmail, writePassword } from "../store/people.ts";
import { readSessionByToken } from "../store/principals.ts";
import { homeOf, person, record, type From } from "./entries.ts";
import { attempt } from "./limits.ts";
import { hashPassword, passwordFits } from "./passwords.ts";
import { notSignedIn, presentedToken, type Answer, type Tools } from "./tools.ts";

/**
 * Sets the password of the person of the cookie and ends their other sessions. A key cannot do it.
 * @throws Refusal `unauthenticated` without a session or with a wrong current password, `conflict` for a taken address.
 */
export async function setPassword(tools: Tools, cookie: string | undefined, input: SetPassword, from: From): Promise<Answer<{ otherSessionsEnded: number }>> {
  const { db, journal, limits, now } = tools;
  const token = presentedToken(tools, cookie);
  const known =
    token === null
      ? null
      : await db.transaction(null, { readOnly: true }, async (tx) => {
          const session = await readSessionByToken(tx, token);
          return session && { session, hash: await readPasswordHash(tx, session.user_id) };
        });
  if (!known) throw notSignedIn();
  const { session, hash } = known;
  await attempt(db, limits, now().getTime(), [{ what: "password", who: session.user_id }]);
  if (hash !== null && !(await passwordFits(hash, input.currentPassword ?? "")))
    throw refuse("invalid_input", "The current password is wrong.", "Type the password you sign in with now.", {
      fields: [{ path: "currentPassword", message: "wrong" }],
    });
  if (hash !== null && input.email !== undefined)
    throw refuse("invalid_input", "The address can be chosen only together with the first password.", "Leave the e-mail address out.", {
      fields: [{ path: "email", message: "cannot change" }],
    });
  const next = await hashPassword(input.password);
  const ended = await db.transaction(null, {}, async (tx) => {
    if (input.email !== undefined && !(await writeEmail(tx, session.user_id, input.email.toLowerCase())))
      throw refuse("conflict", "This address cannot be used.", "Choose another one.");
    await writePassword(tx, { id: randomUUIDv7(), userId: session.user_id, hash: next });
    const ids = await deleteOtherSessions(tx, session.user_id, session.id);
    const home = await homeOf(tx, session.user_id);
    await record(
      journal,
      tx,
      home,
      {
        operation: "profile.setPassword",
        outcome: "done",
        actor: person(session.user_id, session.name, home),
        target: { member: session.user_id },
        input: { password: "[redacted]", ...(input.email !== undefined && { email: input.email }) },
        note: `${ids.length} other sessions ended`,
        from,
      },
      ids.map((id) => ({ topic: "sessions", id })),
    );
    return ids;
  });
  for (const id of ended) tools.authenticator.forget("sessions", id);
  return { body: { otherSessionsEnded: ended.length }, cookies: [] };
}
