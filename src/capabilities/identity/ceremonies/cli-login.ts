import { refuse } from "../../../kernel/contract/errors.ts";
import type { Actor } from "../../../kernel/ports.ts";
import type { CliLogin } from "../contract/auth.ts";
import { readPersonByEmail } from "../store/people.ts";
import { homeOf, person, record, type From } from "./entries.ts";
import { forget } from "./limits.ts";
import { passwordFits } from "./passwords.ts";
import { countSignIn, recordRefusal } from "./sign-in.ts";
import { wrongCredentials, type Tools } from "./tools.ts";

/**
 * Checks e-mail address and password for `./lumina login`; answers whom the key shall be made for. No session is left.
 * @throws Refusal as `signIn`; `forbidden` for a workspace the person is not in, or when they are in none.
 */
export async function cliLogin(tools: Tools, input: CliLogin, from: From): Promise<Actor> {
  const { db, journal } = tools;
  const email = input.email.toLowerCase();
  const counted = await countSignIn(tools, email, from);
  const known = await db.transaction(null, { readOnly: true }, (tx) => readPersonByEmail(tx, email));
  if (!(await passwordFits(known?.password ?? null, input.password)) || !known) {
    await recordRefusal(tools, email, from);
    throw wrongCredentials();
  }
  await forget(db, counted);
  const home = await db.transaction(null, {}, async (tx) => {
    const first = await homeOf(tx, known.id);
    await record(journal, tx, first, {
      operation: "sessions.signIn",
      outcome: "done",
      actor: person(known.id, known.name, first),
      target: { member: known.id },
      input: { email, name: input.name },
      note: "command line",
      from,
    });
    return first;
  });
  const workspaceId = input.workspaceId ?? home;
  const actor = workspaceId === null ? null : await tools.authenticator.actorById(workspaceId, known.id);
  if (!actor) throw refuse("forbidden", "You are not a member of that workspace.", "Leave the workspace out to take your first, or ask for an invitation.");
  return actor;
}
