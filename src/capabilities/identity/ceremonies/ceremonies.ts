import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor, Database, Journal, Log, Tx } from "../../../kernel/ports.ts";
import type { Authenticator } from "../authenticator.ts";
import type { CliLogin, SetPassword, SignedInPerson, SignIn, SignUp } from "../contract/auth.ts";
import { hasPeople, readProfile } from "../store/people.ts";
import { createAuth } from "./better-auth.ts";
import { cliLogin } from "./cli-login.ts";
import { homeOf, person, record, type From } from "./entries.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { openLink } from "./open-link.ts";
import { giveWorkspace, joinByInvitation } from "./people.ts";
import { session, signOut } from "./session.ts";
import { setPassword } from "./set-password.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";
import type { Answer, Ceremony, Tools } from "./tools.ts";

export interface CeremonyOptions {
  db: Database;
  journal: Journal;
  log: Log;
  authenticator: Pick<Authenticator, "forget" | "actorById">;
  /** `sessionSecret(masterKey)`, the same the authenticator has. */
  secret: string;
  secure: boolean;
  publicUrl: string;
  /** `open`: anybody may register and gets a workspace of their own; `invitation`: only by invitation, once somebody is there. */
  registration?: "open" | "invitation";
  limits?: Partial<Limits>;
  now?: () => Date;
}

/** What happens before anybody is signed in. Each is audited; none is an operation. */
export interface Ceremonies {
  signUp(input: SignUp, from: From): Promise<Answer<{ registered: true }>>;
  signIn(input: SignIn, from: From): Promise<Answer<{ person: SignedInPerson }>>;
  signOut(cookie: string | undefined, from: From): Promise<Answer<{ signedOut: true }>>;
  session(cookie: string | undefined): Promise<Answer<{ person: SignedInPerson | null }>>;
  openLink(token: string, from: From): Promise<Answer<{ to: string }>>;
  setPassword(cookie: string | undefined, input: SetPassword, from: From): Promise<Answer<{ otherSessionsEnded: number }>>;
  cliLogin(input: CliLogin, from: From): Promise<Actor>;
  state(): Promise<{ firstStart: boolean; registration: "open" | "invitation" }>;
}

type Row = Record<string, unknown>;

/** What commits with a row of better-auth: a new person's workspace, the audit of a sign-in. */
async function onCreated(journal: Journal, under: AsyncLocalStorage<Ceremony>, tx: Tx, table: string, row: Row): Promise<void> {
  const ceremony = under.getStore();
  if (!ceremony) return;
  if (table === "users") {
    const user = { id: String(row["id"]), name: String(row["name"]), email: String(row["email"]) };
    if (ceremony.invitation === undefined) await giveWorkspace(tx, journal, user, ceremony.from);
    else await joinByInvitation(tx, journal, user, ceremony.invitation, ceremony.from);
  } else if (table === "sessions") {
    const userId = String(row["user_id"]);
    const home = await homeOf(tx, userId);
    const name = (await readProfile(tx, userId))?.name ?? "";
    await record(journal, tx, home, {
      operation: "sessions.signIn",
      outcome: "done",
      actor: person(userId, name, home),
      target: { session: String(row["id"]) },
      input: {},
      note: "password",
      from: ceremony.from,
    });
  }
}

/**
 * The ceremonies at `/auth/*`: passwords and sessions by better-auth, the rest around them ours.
 * @example const c = ceremonies({ db, journal, log, authenticator, secret: sessionSecret(masterKey), secure: false, publicUrl });
 */
export function ceremonies(options: CeremonyOptions): Ceremonies {
  const { db, journal, log, authenticator, secret, secure, publicUrl } = options;
  const under = new AsyncLocalStorage<Ceremony>();
  const auth = createAuth({ db, log, secret, secure, publicUrl, onCreated: (tx, table, row) => onCreated(journal, under, tx, table, row) });
  const registration = options.registration ?? "open";
  const tools: Tools = {
    db,
    journal,
    log,
    auth,
    authenticator,
    secret,
    secure,
    registration,
    under,
    limits: { ...defaultLimits, ...options.limits },
    now: options.now ?? (() => new Date()),
  };
  return {
    signUp: (input, from) => signUp(tools, input, from),
    signIn: (input, from) => signIn(tools, input, from),
    signOut: (cookie, from) => signOut(tools, cookie, from),
    session: (cookie) => session(tools, cookie),
    openLink: (token, from) => openLink(tools, token, from),
    setPassword: (cookie, input, from) => setPassword(tools, cookie, input, from),
    cliLogin: (input, from) => cliLogin(tools, input, from),
    state: async () => ({ firstStart: !(await db.transaction(null, { readOnly: true }, hasPeople)), registration }),
  };
}
