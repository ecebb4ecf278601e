import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../src/db/embedded/ports.ts";
import { markOf } from "../../src/db/embedded/processes.ts";
import { readConfig } from "../../src/main/config.ts";
import { Supervisor } from "../../src/main/supervisor.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));
const scripts = { server: fixture("health-server"), worker: fixture("idle-worker") };
const lines: string[] = [];

/** Open for walking through, so that root's database stays inside as well. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), "lumina-supervisor-"));
  chmodSync(home, 0o711);
  return home;
}

function instanceOn(home: string, port: number, server = scripts.server): Supervisor {
  const config = readConfig({ LUMINA_HOME: home, LUMINA_PORT: String(port) });
  return new Supervisor({
    config,
    environment: { ...process.env, LUMINA_PORT: String(port) },
    say: (line) => lines.push(line),
    scripts: { ...scripts, server },
  });
}

async function answer(port: number, timeoutMs = 20_000): Promise<{ role: string; rolsuper: boolean; pid: number }> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`);
      if (response.ok) return (await response.json()) as { role: string; rolsuper: boolean; pid: number };
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    if (Date.now() > until) throw new Error("no answer in time");
    await sleep(50);
  }
}

describe("supervisor", () => {
  let home: string;
  let port: number;
  let instance: Supervisor;
  before(async () => {
    home = temporaryHome();
    port = await freePort();
    instance = instanceOn(home, port);
    await instance.start();
  });
  after(async () => {
    await instance.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test("the server connects as a role without rights of its own", async () => {
    const said = await answer(port);
    assert.equal(said.role, "lumina_app");
    assert.equal(said.rolsuper, false);
    assert.equal(instance.signInLink, `http://127.0.0.1:${port}/once`);
  });

  test("the master key is made once and only its owner can read it", () => {
    const file = join(home, "master.key");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(readFileSync(file, "utf8"), /^[0-9a-f]{64}\n$/);
  });

  test("a second start on the same folder is refused and names the first", async () => {
    const second = instanceOn(home, await freePort());
    await assert.rejects(second.start(), new RegExp(`already runs on ${home} \\(process ${process.pid}\\)`));
    await second.stop();
    assert.equal((await answer(port)).role, "lumina_app");
  });

  test("a taken port is refused, naming who holds it and a free one", async () => {
    const elsewhere = temporaryHome();
    const holder = createServer().listen(await freePort(), "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const address = holder.address();
    const taken = typeof address === "object" && address ? address.port : 0;
    const second = instanceOn(elsewhere, taken);
    await assert.rejects(second.start(), new RegExp(`Port ${taken} .* process ${process.pid} [^]*LUMINA_PORT=\\d+ npm start`));
    await second.stop();
    holder.close();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  test("a server that is killed comes back by itself", async () => {
    const { pid } = await answer(port);
    process.kill(pid, "SIGKILL");
    await sleep(100);
    assert.notEqual((await answer(port)).pid, pid);
  });

  test("a database that is killed comes back by itself on the same port", async () => {
    const { postgres } = instance.pids();
    assert.ok(postgres);
    process.kill(postgres, "SIGKILL");
    while (instance.pids().postgres === postgres) await sleep(50);
    assert.equal((await answer(port)).role, "lumina_app");
    assert.ok(lines.includes("PostgreSQL answers again."));
  });

  test("a server that ends before it is ready fails the start with its last words", async () => {
    const elsewhere = temporaryHome();
    const broken = instanceOn(elsewhere, await freePort(), fixture("broken-server"));
    await assert.rejects(broken.start(), /ended with code 3 before it was ready[^]*the table of contents is missing/);
    await broken.stop();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  test("after a stop nothing runs and the folder is free", async () => {
    const { server, worker, postgres } = instance.pids();
    await instance.stop();
    for (const pid of [server, worker, postgres]) assert.equal(pid === null ? null : markOf(pid), null);
    assert.equal(existsSync(join(home, "postgres", "data", "postmaster.pid")), false);
    instance = instanceOn(home, port);
    await instance.start();
    assert.equal((await answer(port)).role, "lumina_app");
  });
});
