import { randomUUIDv7 } from "node:crypto";
import { isAPIError } from "better-auth/api";
import type { SignedInPerson, SignIn } from "../contract/auth.ts";
import { readPersonByEmail } from "../store/people.ts";
import { addressHeader } from "./better-auth.ts";
import { homeOf, record, type From } from "./entries.ts";
import { attempt, forget, networkOf, type Counted } from "./limits.ts";
import { wrongCredentials, type Answer, type Tools } from "./tools.ts";

/** Counts an attempt at an account; answers what a success may forget. */
export async function countSignIn({ db, limits, now }: Tools, email: string, from: From): Promise<Counted[]> {
  const network = networkOf(from.address);
  const ofAccount: Counted[] = [
    { what: "account", who: `${email} ${network}` },
    { what: "accountAnywhere", who: email },
  ];
  await attempt(db, limits, now().getTime(), [...ofAccount, { what: "address", who: network }]);
  return ofAccount;
}

/** Tells the refused sign-in where its owner sees it, or, for an unknown address, in the installation's own log. */
export async function recordRefusal({ db, journal }: Tools, email: string, from: From): Promise<void> {
  await db.transaction(null, {}, async (tx) => {
    const known = await readPersonByEmail(tx, email);
    // The same look-ups for an unknown address: the time must not tell it.
    const home = await homeOf(tx, known?.id ?? randomUUIDv7());
    await record(journal, tx, home, {
      operation: "sessions.signIn",
      outcome: "refused",
      actor: null,
      target: known ? { member: known.id } : {},
      input: { email },
      note: "wrong e-mail address or password",
      from,
    });
  });
}

/**
 * Signs a person in by password. A success is audited with the session's row, by the adapter.
 * @throws Refusal `unauthenticated`, the same for an unknown address and a wrong password; `rate_limited`.
 */
export async function signIn(tools: Tools, input: SignIn, from: From): Promise<Answer<{ person: SignedInPerson }>> {
  const email = input.email.toLowerCase();
  const counted = await countSignIn(tools, email, from);
  const headers = new Headers({ [addressHeader]: from.address ?? "", "user-agent": from.userAgent ?? "" });
  try {
    const { headers: set, response } = await tools.under.run({ from }, () =>
      tools.auth.api.signInEmail({ body: { email, password: input.password, rememberMe: input.remember }, headers, returnHeaders: true }),
    );
    await forget(tools.db, counted);
    const { id, name } = response.user;
    return { body: { person: { id, name, email } }, cookies: set.getSetCookie() };
  } catch (error) {
    if (!isAPIError(error) || error.statusCode !== 401) throw error;
    await recordRefusal(tools, email, from);
    throw wrongCredentials();
  }
}
