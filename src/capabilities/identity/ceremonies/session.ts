import type { SignedInPerson } from "../contract/auth.ts";
import { deleteSession } from "../store/people.ts";
import { readSessionByToken } from "../store/principals.ts";
import { homeOf, person, record, type From } from "./entries.ts";
import { endedCookie, presentedToken, type Answer, type Tools } from "./tools.ts";

/** Who is signed in; prolongs a session once a day. The page asks when it loads. */
export async function session({ auth, secure, secret }: Tools, cookie: string | undefined): Promise<Answer<{ person: SignedInPerson | null }>> {
  if (presentedToken({ secure, secret }, cookie) === null) return { body: { person: null }, cookies: [] };
  const { headers, response } = await auth.api.getSession({ headers: new Headers({ cookie: cookie ?? "" }), returnHeaders: true });
  const user = response?.user;
  return { body: { person: user ? { id: user.id, name: user.name, email: user.email } : null }, cookies: headers.getSetCookie() };
}

/** Ends the session of the cookie; without one there is nothing to end. */
export async function signOut(tools: Tools, cookie: string | undefined, from: From): Promise<Answer<{ signedOut: true }>> {
  const token = presentedToken(tools, cookie);
  const ended =
    token === null
      ? null
      : await tools.db.transaction(null, {}, async (tx) => {
          const found = await readSessionByToken(tx, token);
          if (!found) return null;
          await deleteSession(tx, found.user_id, found.id);
          const home = await homeOf(tx, found.user_id);
          await record(
            tools.journal,
            tx,
            home,
            {
              operation: "sessions.signOut",
              outcome: "done",
              actor: person(found.user_id, found.name, home),
              target: { session: found.id },
              input: {},
              note: null,
              from,
            },
            [{ topic: "sessions", id: found.id }],
          );
          return found.id;
        });
  if (ended !== null) tools.authenticator.forget("sessions", ended);
  return { body: { signedOut: true }, cookies: [endedCookie(tools)] };
}
