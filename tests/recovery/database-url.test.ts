import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { freePort } from "../../src/db/embedded/ports.ts";
import { startPostgres, type EmbeddedPostgres } from "../../src/db/embedded/start.ts";
import { readConfig } from "../../src/main/config.ts";
import { Supervisor } from "../../src/main/supervisor.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));
const scripts = { server: fixture("health-server"), worker: fixture("idle-worker") };

/** A server that somebody else runs, with roles made by the lines a refusal prints. */
describe("DATABASE_URL", () => {
  let top: string;
  let server: EmbeddedPostgres;
  const roleUrl = (role: string): string => `postgres://${role}:secret@127.0.0.1:${server.port}/ops`;

  async function ask(database: string, ...lines: string[]): Promise<void> {
    const url = new URL(server.rootUrl);
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      for (const line of lines) await client.query(line);
    } finally {
      await client.end();
    }
  }

  async function start(environment: Record<string, string>): Promise<void> {
    const home = mkdtempSync(join(top, "home-"));
    const port = String(await freePort());
    const all = { LUMINA_MASTER_KEY: "0".repeat(64), LUMINA_HOME: home, LUMINA_PORT: port, ...environment };
    const instance = new Supervisor({ config: readConfig(all), environment: { PATH: process.env["PATH"], ...all }, say: () => {}, scripts });
    try {
      await instance.start();
      assert.equal(existsSync(join(home, "postgres")), false, "no embedded database is made");
      if (environment["LUMINA_ROLE"] === "worker") return;
      const { role } = (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as { role: string };
      assert.equal(role, "ops_app");
    } finally {
      await instance.stop();
    }
  }

  before(async () => {
    top = mkdtempSync(join(tmpdir(), "lumina-url-"));
    chmodSync(top, 0o711);
    server = await startPostgres({ home: join(top, "server"), temporary: true });
    await ask(
      "postgres",
      "create role boss superuser login password 'secret'",
      "create role passer bypassrls login password 'secret'",
      "create role ops_owner login nosuperuser nobypassrls password 'secret'",
      "create role ops_app login nosuperuser nobypassrls password 'secret'",
      "create database ops owner ops_owner template template0",
      "grant connect on database ops to ops_app",
    );
  });
  after(async () => {
    await server.stop();
    rmSync(top, { recursive: true, force: true });
  });

  for (const [role, right] of [
    ["boss", "SUPERUSER"],
    ["passer", "BYPASSRLS"],
  ] as const) {
    test(`a role with ${right} is refused with the SQL that makes a right one`, async () => {
      await assert.rejects(
        start({ DATABASE_URL: roleUrl(role) }),
        new RegExp(`role ${role} .* has ${right}[^]*create role lumina_app login nosuperuser nobypassrls`),
      );
    });
  }

  test("a wrong password is refused without showing it", async () => {
    const url = roleUrl("ops_app").replace("secret", "wr0ng");
    await assert.rejects(start({ DATABASE_URL: url }), (error: Error) => {
      assert.match(error.message, /as ops_app does not answer: password authentication failed/);
      assert.doesNotMatch(error.message, /wr0ng/);
      return true;
    });
  });

  test("a server that is away is refused by its address", async () => {
    await assert.rejects(start({ DATABASE_URL: "postgres://ops_app@127.0.0.1:1/ops" }), /127\.0\.0\.1:1\/ops as ops_app does not answer/);
  });

  test("an empty schema without the owner's address is refused, naming what to set", async () => {
    await assert.rejects(start({ DATABASE_URL: roleUrl("ops_app") }), /lacks \d+ migrations[^]*LUMINA_MIGRATION_URL/);
  });

  test("with the owner's address it migrates and serves as the role that owns nothing", async () => {
    await start({ DATABASE_URL: roleUrl("ops_app"), LUMINA_MIGRATION_URL: roleUrl("ops_owner") });
  });

  test("afterwards servers and workers start alone, without the owner's address", async () => {
    await start({ DATABASE_URL: roleUrl("ops_app"), LUMINA_ROLE: "server" });
    await start({ DATABASE_URL: roleUrl("ops_app"), LUMINA_ROLE: "worker" });
  });

  test("a role that owns tables is refused", async () => {
    await ask("ops", "create schema mine authorization ops_app", "create table mine.things ()", "alter table mine.things owner to ops_app");
    await assert.rejects(start({ DATABASE_URL: roleUrl("ops_app") }), /owns mine\.things[^]*LUMINA_MIGRATION_URL/);
  });
});
