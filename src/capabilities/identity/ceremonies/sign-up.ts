import { isAPIError } from "better-auth/api";
import { refuse, Refusal } from "../../../kernel/contract/errors.ts";
import type { SignUp } from "../contract/auth.ts";
import { hasPeople } from "../store/people.ts";
import { addressHeader } from "./better-auth.ts";
import type { From } from "./entries.ts";
import { gate } from "./gate.ts";
import { attempt, networkOf } from "./limits.ts";
import { checkInvitation } from "./people.ts";
import type { Answer, Tools } from "./tools.ts";

/** better-auth hashes inside its transaction: without a bound, a crowd would hold every connection of the pool. */
const registering = gate(2, 50);

/**
 * Registers a person. The answer is the same whether the address was free or not; the page signs in next.
 * The first person, and whoever comes without an invitation, gets a workspace of their own.
 * @throws Refusal `rate_limited`, `forbidden` where registration is by invitation, `not_found` for a spent invitation.
 */
export async function signUp(tools: Tools, input: SignUp, from: From): Promise<Answer<{ registered: true }>> {
  const { db, limits, now, auth, under } = tools;
  await attempt(db, limits, now().getTime(), [{ what: "signUp", who: networkOf(from.address) }]);
  const email = input.email.toLowerCase();
  await db.transaction(null, { readOnly: true }, async (tx) => {
    if (input.invitation !== undefined) await checkInvitation(tx, input.invitation, email);
    else if (tools.registration === "invitation" && (await hasPeople(tx)))
      throw refuse("forbidden", "Registration is by invitation here.", "Ask an administrator of a workspace for an invitation link.");
  });
  try {
    const headers = new Headers({ [addressHeader]: from.address ?? "" });
    await registering(() =>
      under.run({ from, invitation: input.invitation }, () => auth.api.signUpEmail({ body: { name: input.name, email, password: input.password }, headers })),
    );
  } catch (error) {
    if (isAPIError(error) || !(error instanceof Refusal)) {
      tools.log.error({ error: String(error) }, "registration failed");
      throw refuse("conflict", "The registration could not be completed.", "Try again; with an invitation, ask for a new link.");
    }
    throw error;
  }
  return { body: { registered: true }, cookies: [] };
}
