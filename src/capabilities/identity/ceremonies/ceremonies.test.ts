import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { app, ownDatabase, world, type World } from "../../../../tests/harness.ts";
import { createInvitation } from "../contract/invitations.ts";
import { listMembers } from "../contract/members.ts";
import { listWorkspaces } from "../contract/workspaces.ts";
import { testCeremonies } from "../factory.ts";
import { createSignInLink, ensureFirstAdministrator } from "../first-administrator.ts";
import type { Ceremonies, CeremonyOptions } from "./ceremonies.ts";
import type { From } from "./entries.ts";

const publicUrl = "http://127.0.0.1:7300";
const password = "correct horse battery";
let people = 0;

function from(): From {
  people += 1;
  return { address: `10.9.${people >> 8}.${people & 255}`, userAgent: "test", requestId: `r${people}`, surface: "web" };
}

const email = (): string => `c${process.pid}-${(people += 1)}@example.org`;
const tokenOf = (link: string | undefined): string => link?.split("/").at(-1) ?? "";
const cookieIn = (answer: { cookies: string[] }): string => answer.cookies[0]?.split(";")[0] ?? "";

async function installation(options: Partial<CeremonyOptions> = {}) {
  const { kernel } = await app();
  const { journal } = kernel.ports;
  const own = await ownDatabase();
  return { ...own, journal, ...testCeremonies(own.database, journal, options) };
}

async function shared(w: World, options: Partial<CeremonyOptions> = {}): Promise<ReturnType<typeof testCeremonies>> {
  return testCeremonies((await app()).database, w.kernel.ports.journal, options);
}

async function registered(c: Ceremonies, invitation?: string): Promise<{ id: string; address: string; cookie: string }> {
  const address = email();
  await c.signUp({ name: "New Person", email: address, password, invitation }, from());
  const answer = await c.signIn({ email: address, password, remember: true }, from());
  return { id: answer.body.person.id, address, cookie: cookieIn(answer) };
}

async function audited(w: Pick<World, "sql">, operation: string): Promise<{ outcome: string; actor_id: string | null }[]> {
  return await w.sql((tx) => tx.rows({ text: "select outcome, actor_id from governance.audit where operation = $1 order by id", values: [operation] }));
}

describe("the first administrator", () => {
  test("signs in by a link that works once, makes a workspace, and chooses address and password", async () => {
    const { database: db, drop, journal, ceremonies: c, authenticator } = await installation();
    const { link } = await ensureFirstAdministrator({ db, journal, publicUrl });
    assert.match(link ?? "", /^http:\/\/127\.0\.0\.1:7300\/auth\/link\/[A-Za-z0-9_-]{43}$/);
    const again = await ensureFirstAdministrator({ db, journal, publicUrl });
    await assert.rejects(c.openLink(tokenOf(link), from()), { code: "not_found" }, "a newer link ends the older");

    const answer = await c.openLink(tokenOf(again.link), from());
    const cookie = cookieIn(answer);
    const actor = await authenticator.authenticate({ cookie });
    assert.equal(actor?.role, "admin");
    await assert.rejects(c.openLink(tokenOf(again.link), from()), { code: "not_found" });
    assert.deepEqual(await ensureFirstAdministrator({ db, journal, publicUrl }), {}, "nobody asks once somebody is there");

    await c.setPassword(cookie, { password, email: "Ada@Example.org" }, from());
    assert.equal((await c.signIn({ email: "ada@example.org", password, remember: true }, from())).body.person.id, actor?.id);
    await drop();
  });

  test("comes from the environment where it is set, and never twice", async () => {
    const { database: db, drop, journal, ceremonies: c } = await installation();
    await assert.rejects(ensureFirstAdministrator({ db, journal, publicUrl, email: "root@example.org", password: "short" }), { code: "invalid_input" });
    const both = await Promise.all([1, 2].map(() => ensureFirstAdministrator({ db, journal, publicUrl, email: "Root@example.org", password })));
    assert.deepEqual(both, [{}, {}]);
    assert.equal((await c.signIn({ email: "root@example.org", password, remember: true }, from())).body.person.name, "Administrator");
    await ensureFirstAdministrator({ db, journal, publicUrl, email: "root@example.org", password: "another password" });
    await assert.rejects(c.signIn({ email: "root@example.org", password: "another password", remember: true }, from()), { code: "unauthenticated" });
    await drop();
  });

  test("is who registers first: the link of the empty installation ends", async () => {
    const { database: db, drop, journal, ceremonies: c } = await installation({ registration: "invitation" });
    const { link } = await ensureFirstAdministrator({ db, journal, publicUrl });
    await registered(c);
    await assert.rejects(c.openLink(tokenOf(link), from()), { code: "not_found" });
    await assert.rejects(c.signUp({ name: "Second", email: email(), password }, from()), { code: "forbidden", message: /by invitation/ });
    await drop();
  });

  test("two who open it at the same moment: one gets in", async () => {
    const { database: db, drop, journal, ceremonies: c } = await installation();
    const { link } = await ensureFirstAdministrator({ db, journal, publicUrl });
    const both = await Promise.allSettled([c.openLink(tokenOf(link), from()), c.openLink(tokenOf(link), from())]);
    assert.deepEqual(both.map((r) => r.status).toSorted(), ["fulfilled", "rejected"]);
    await drop();
  });
});

describe("a sign-in link for a person", () => {
  test("signs them in once, and is refused when it is old", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w);
    const { database: db } = await app();
    const person = await registered(c);
    const { link } = await createSignInLink({ db, publicUrl, email: person.address.toUpperCase() });
    const cookie = cookieIn(await c.openLink(tokenOf(link), from()));
    assert.equal((await c.session(cookie)).body.person?.id, person.id);
    await assert.rejects(c.openLink(tokenOf(link), from()), { code: "not_found" });
    const old = await createSignInLink({ db, publicUrl, email: person.address, now: new Date(Date.now() - 25 * 3_600_000) });
    await assert.rejects(c.openLink(tokenOf(old.link), from()), { code: "not_found" });
    await assert.rejects(createSignInLink({ db, publicUrl, email: "nobody@example.org" }), { code: "not_found" });
  });
});

describe("registration by invitation", () => {
  test("joins its workspace and makes none of one's own, even where registration is by invitation", async () => {
    const w = await world();
    const { ceremonies: c, authenticator } = await shared(w, { registration: "invitation" });
    const { token } = await w.call(createInvitation, { role: "data_scientist" });
    const person = await registered(c, token);
    const actor = await authenticator.authenticate({ cookie: person.cookie });
    assert.ok(actor);
    assert.deepEqual([actor.workspaceId, actor.role], [w.workspaceId, "data_scientist"]);
    assert.deepEqual(
      (await w.by(actor).call(listWorkspaces, {})).items.map((i) => i.id),
      [w.workspaceId],
    );
    assert.equal((await w.call(listMembers, {})).items.length, 5);
    assert.equal((await audited(w, "invitations.accept"))[0]?.actor_id, person.id);
  });

  test("leaves no person behind when the link is spent or for another address", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w);
    const { token } = await w.call(createInvitation, { email: "somebody@example.org" });
    const address = email();
    await assert.rejects(c.signUp({ name: "X", email: address, password, invitation: token }, from()), { code: "forbidden" });
    await assert.rejects(c.signUp({ name: "X", email: address, password, invitation: "A".repeat(43) }, from()), { code: "not_found" });
    await assert.rejects(c.signIn({ email: address, password, remember: true }, from()), { code: "unauthenticated" });
  });

  test("two who register by one link at the same moment: one joins, the other does not exist", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w);
    const { token } = await w.call(createInvitation, {});
    const addresses = [email(), email()];
    const both = await Promise.allSettled(addresses.map((address) => c.signUp({ name: "X", email: address, password, invitation: token }, from())));
    assert.deepEqual(both.map((r) => r.status).toSorted(), ["fulfilled", "rejected"]);
    const lost = addresses[both.findIndex((r) => r.status === "rejected")] ?? "";
    await assert.rejects(c.signIn({ email: lost, password, remember: true }, from()), { code: "unauthenticated" });
    assert.equal((await w.call(listMembers, {})).items.length, 5);
  });
});

describe("sign-ins are audited", () => {
  test("where the person's workspace sees them, refusals too; unknown addresses in the installation's own log", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w);
    const { token } = await w.call(createInvitation, {});
    const person = await registered(c, token);
    await assert.rejects(c.signIn({ email: person.address, password: "wrong password", remember: true }, from()), { code: "unauthenticated" });
    await c.signOut(person.cookie, from());
    assert.deepEqual(await audited(w, "sessions.signIn"), [
      { outcome: "done", actor_id: person.id },
      { outcome: "refused", actor_id: null },
    ]);
    assert.deepEqual(await audited(w, "sessions.signOut"), [{ outcome: "done", actor_id: person.id }]);
    const stranger = email();
    await assert.rejects(c.cliLogin({ email: stranger, password: "x", name: "laptop" }, from()), { code: "unauthenticated" });
    const { database } = await app();
    const rows = await database.transaction(null, {}, (tx) =>
      tx.rows<{ outcome: string }>({
        text: "select outcome from governance.account_audit where operation = 'sessions.signIn' and input->>'email' = $1",
        values: [stranger],
      }),
    );
    assert.deepEqual(rows, [{ outcome: "refused" }]);
  });
});

describe("a password", () => {
  test("is changed with the current one, and every other session ends at once", async () => {
    const w = await world();
    const { ceremonies: c, authenticator } = await shared(w);
    const person = await registered(c);
    const elsewhere = cookieIn(await c.signIn({ email: person.address, password, remember: true }, from()));
    assert.ok(await authenticator.authenticate({ cookie: elsewhere }));
    await assert.rejects(c.setPassword(person.cookie, { password: "another password" }, from()), { code: "invalid_input" });
    await assert.rejects(c.setPassword(person.cookie, { password: "another password", currentPassword: "wrong password" }, from()), { code: "invalid_input" });
    await assert.rejects(c.setPassword(person.cookie, { password: "another password", currentPassword: password, email: email() }, from()), {
      code: "invalid_input",
    });
    await assert.rejects(c.setPassword(undefined, { password: "another password" }, from()), { code: "unauthenticated" });

    assert.deepEqual((await c.setPassword(person.cookie, { password: "another password", currentPassword: password }, from())).body, { otherSessionsEnded: 1 });

    assert.equal(await authenticator.authenticate({ cookie: elsewhere }), null);
    assert.ok(await authenticator.authenticate({ cookie: person.cookie }));
    await assert.rejects(c.signIn({ email: person.address, password, remember: true }, from()), { code: "unauthenticated" });
    await c.signIn({ email: person.address, password: "another password", remember: true }, from());
  });

  test("guessing the current one is limited", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w, { limits: { password: { most: 2, windowMs: 3_600_000 } } });
    const person = await registered(c);
    const guess = (): Promise<unknown> => c.setPassword(person.cookie, { password: "another password", currentPassword: "guess guess" }, from());
    await assert.rejects(guess(), { code: "invalid_input" });
    await assert.rejects(guess(), { code: "invalid_input" });
    await assert.rejects(guess(), { code: "rate_limited" });
  });
});

test("command-line login takes a workspace, and refuses one the person is not in", async () => {
  const w = await world();
  const { ceremonies: c } = await shared(w);
  const person = await registered(c);
  const login = { email: person.address, password, name: "laptop" };
  assert.equal((await c.cliLogin(login, from())).id, person.id);
  await assert.rejects(c.cliLogin({ ...login, workspaceId: w.workspaceId }, from()), { code: "forbidden" });
});

describe("a session", () => {
  test("not to be remembered ends with the browser, and within a day", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w);
    const { address } = await registered(c);
    const { cookies } = await c.signIn({ email: address, password, remember: false }, from());
    const set = cookies.find((cookie) => cookie.startsWith("lumina.session_token=")) ?? "";
    assert.doesNotMatch(set, /max-age|expires/i);
    const rows = await w.sql((tx) =>
      tx.rows<{ hours: number }>({
        text: "select extract(epoch from max(s.expires_at) - now())::float8 / 3600 as hours from identity.sessions s join identity.users u on u.id = s.user_id where u.email = $1 and s.created_at > now() - interval '1 minute' and s.expires_at < now() + interval '2 days'",
        values: [address],
      }),
    );
    assert.ok((rows[0]?.hours ?? 99) <= 24);
  });

  test("is prolonged when it is used after a day", async () => {
    const w = await world();
    const { ceremonies: c } = await shared(w);
    const person = await registered(c);
    assert.deepEqual((await c.session(person.cookie)).cookies, []);
    await w.sql((tx) =>
      tx.run({
        text: "update identity.sessions set expires_at = now() + interval '12 days', updated_at = now() - interval '2 days' where user_id = $1",
        values: [person.id],
      }),
    );
    const { cookies } = await c.session(person.cookie);
    assert.match(cookies.join(), /lumina\.session_token=.*Max-Age=1209600/);
    const rows = await w.sql((tx) =>
      tx.rows<{ days: number }>({
        text: "select extract(epoch from expires_at - now())::float8 / 86400 as days from identity.sessions where user_id = $1",
        values: [person.id],
      }),
    );
    assert.ok((rows[0]?.days ?? 0) > 13.9);
  });

  test("that ended is nobody, and leaves no cookie", async () => {
    const w = await world();
    const { ceremonies: c, authenticator } = await shared(w);
    const person = await registered(c);
    await w.sql((tx) => tx.run({ text: "update identity.sessions set expires_at = now() - interval '1 second' where user_id = $1", values: [person.id] }));
    assert.equal(await authenticator.authenticate({ cookie: person.cookie }), null);
    assert.equal((await c.session(person.cookie)).body.person, null);
  });
});
