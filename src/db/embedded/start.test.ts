import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { FolderInUse } from "./lock.ts";
import { gone, markOf, signal, stillRuns } from "./processes.ts";
import { startPostgres, type EmbeddedPostgres } from "./start.ts";

async function ask<T extends pg.QueryResultRow>(url: string, text: string): Promise<T | undefined> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<T>(text)).rows[0];
  } finally {
    await client.end();
  }
}

/** A process of its own that runs the server and prints its process id. */
function holder(home: string): Promise<{ child: ChildProcess; postmaster: number }> {
  const script = `import { startPostgres } from ${JSON.stringify(new URL("./start.ts", import.meta.url).href)};
    const server = await startPostgres({ home: ${JSON.stringify(home)}, temporary: true });
    console.log(server.pid); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the holder ended with ${code}`)));
    child.stdout.once("data", (data: Buffer) => resolve({ child, postmaster: Number(data.toString()) }));
  });
}

describe("embedded PostgreSQL", () => {
  let home: string;
  let server: EmbeddedPostgres;
  const pidFile = (): string => join(home, "postgres", "data", "postmaster.pid");
  before(async () => {
    home = mkdtempSync(join(tmpdir(), "lumina-postgres-"));
    server = await startPostgres({ home, temporary: true });
  });
  after(async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test("it speaks UTF-8 with the same order on every machine, durably", async () => {
    const facts = await ask<Record<string, string>>(
      server.rootUrl,
      `select current_setting('server_encoding') encoding, datlocprovider provider, datlocale locale, current_setting('synchronous_commit') durable,
              current_setting('fsync') fsync, current_setting('listen_addresses') address from pg_database where datname = 'lumina'`,
    );
    assert.deepEqual(facts, { encoding: "UTF8", provider: "b", locale: "C.UTF-8", durable: "on", fsync: "on", address: "127.0.0.1" });
  });

  test("servers connect as a role that owns nothing and bypasses nothing", async () => {
    const role = await ask(
      server.appUrl,
      `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
              (select count(*)::int from pg_shdepend where refobjid = r.oid and deptype = 'o') as owns from pg_roles r where rolname = current_user`,
    );
    assert.deepEqual(role, { rolname: "lumina_app", rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, owns: 0 });
    await assert.rejects(ask(server.appUrl, "create table public.mine ()"), /permission denied/);
  });

  test("a wrong password is refused", async () => {
    const url = new URL(server.appUrl);
    url.password = "wrong";
    await assert.rejects(ask(url.href, "select 1"), { code: "28P01" });
  });

  test("a second start on the same folder is refused and names the holder", async () => {
    await assert.rejects(startPostgres({ home, temporary: true }), (error) => error instanceof FolderInUse && error.holder === `process ${process.pid}`);
  });

  test("after kill -9 of the postmaster the next start has every committed row", async () => {
    await ask(server.ownerUrl, "create table kept as select generate_series(1, 1000) as n");
    signal(server.pid, "SIGKILL");
    await server.exited;
    assert.ok(existsSync(pidFile()));
    server = await startPostgres({ home, temporary: true });
    assert.deepEqual(await ask(server.ownerUrl, "select count(*)::int as n from kept"), { n: 1000 });
  });

  test("a backend that still computes after the postmaster was killed does not block the next start", async () => {
    const client = new pg.Client({ connectionString: server.ownerUrl });
    client.on("error", () => {});
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const computing = client.query("select count(*) from generate_series(1, 2000000000) as n where n % 7 = 3").catch(() => {});
    const mark = markOf(rows[0]?.pid ?? 0);
    assert.ok(mark);
    signal(server.pid, "SIGKILL");
    await server.exited;
    server = await startPostgres({ home, temporary: true });
    assert.equal(stillRuns(mark), false);
    await computing;
    await client.end().catch(() => {});
  });

  test("stopping a server that is already dead returns", async () => {
    signal(server.pid, "SIGKILL");
    await server.exited;
    await server.stop();
    server = await startPostgres({ home, temporary: true });
  });

  test("a lock file whose number now belongs to another program does not block", async () => {
    await server.stop();
    writeFileSync(pidFile(), `${process.pid}\n${join(home, "postgres", "data")}\n0\n1\n\n127.0.0.1\n`);
    server = await startPostgres({ home, temporary: true });
    assert.deepEqual(await ask(server.ownerUrl, "select 1 as n"), { n: 1 });
  });

  test("it ends when its owner is killed, and the next start goes on", async () => {
    await server.stop();
    const { child, postmaster } = await holder(home);
    const mark = markOf(postmaster);
    assert.ok(mark);
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
    assert.ok(await gone(mark, 10_000));
    server = await startPostgres({ home, temporary: true });
    assert.deepEqual(await ask(server.ownerUrl, "select count(*)::int as n from kept"), { n: 1000 });
  });

  test("an orphan whose keeper was killed as well is shut down by the next start", async () => {
    await server.stop();
    const { child, postmaster } = await holder(home);
    const mark = markOf(postmaster);
    const keeper = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${postmaster}/status`, "utf8"))?.[1]);
    assert.ok(mark && keeper > 1);
    child.removeAllListeners("exit");
    signal(keeper, "SIGKILL");
    child.kill("SIGKILL");
    const said: string[] = [];
    server = await startPostgres({ home, temporary: true, say: (line) => said.push(line) });
    assert.notEqual(server.pid, postmaster);
    assert.equal(markOf(postmaster), null);
    assert.deepEqual(await ask(server.ownerUrl, "select count(*)::int as n from kept"), { n: 1000 });
  });

  test("two servers in two folders run at once on two ports", async () => {
    const other = mkdtempSync(join(tmpdir(), "lumina-postgres-"));
    const second = await startPostgres({ home: other, temporary: true });
    assert.notEqual(second.port, server.port);
    await second.stop();
    rmSync(other, { recursive: true, force: true });
  });

  test("a first start that was killed half-way leaves nothing that looks like a database", async () => {
    const other = mkdtempSync(join(tmpdir(), "lumina-postgres-"));
    const { child } = await holderAfter(other, 120);
    assert.equal(child.killed, true);
    const second = await startPostgres({ home: other, temporary: true });
    assert.deepEqual(await ask(second.appUrl, "select 1 as n"), { n: 1 });
    await second.stop();
    rmSync(other, { recursive: true, force: true });
  });
});

/** Starts a holder and kills it in the middle of making the database. */
async function holderAfter(home: string, ms: number): Promise<{ child: ChildProcess }> {
  const script = `import { startPostgres } from ${JSON.stringify(new URL("./start.ts", import.meta.url).href)};
    await startPostgres({ home: ${JSON.stringify(home)}, temporary: true });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  setTimeout(() => child.kill("SIGKILL"), ms + 150);
  await ended;
  return { child };
}
