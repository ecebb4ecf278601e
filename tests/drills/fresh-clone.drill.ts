import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../src/db/embedded/ports.ts";
import { gone, markOf } from "../../src/db/embedded/processes.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const person = "lumina-drill";
/** A name that breaks whatever does not quote. */
const folderName = "a clone of mine";

/** A clone of what is committed, started as somebody by the two commands everybody has. */
class Clone {
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  output = "";
  #child: ChildProcess | null = null;

  constructor(folder: string, port: number, user: string) {
    this.folder = folder;
    this.port = port;
    this.user = user;
  }

  /** Runs a line of shell in the clone, with a home folder and environment of its own. */
  run(line: string): ChildProcess {
    const environment = [`HOME=${join(this.folder, "..", "home")}`, `PATH=/usr/local/bin:/usr/bin:/bin`, `LUMINA_PORT=${this.port}`, `LUMINA_LOG=info`];
    const command = ["env", "-i", ...environment, ...registrySettings(), "sh", "-c", line];
    const [program = "", ...args] = this.user === "root" ? command : ["runuser", "-u", this.user, "--", ...command];
    const child = spawn(program, args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"], detached: true });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (this.output += data.toString()));
    return child;
  }

  async start(timeoutMs = 300_000): Promise<number> {
    const started = Date.now();
    const child = this.run("exec npm start");
    this.#child = child;
    while (Date.now() - started < timeoutMs && child.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`).catch(() => null);
      if (answer?.ok) return Date.now() - started;
      await sleep(100);
    }
    throw new Error(`The clone of ${this.user} did not start:\n${this.output}`);
  }

  /** SIGKILL to npm alone, which has no chance to tell anybody. */
  killNpm(): void {
    const pids = execFileSync("pgrep", ["-s", String(this.#child?.pid), "-x", "npm start"], { encoding: "utf8" })
      .trim()
      .split("\n");
    process.kill(Number(pids[0]), "SIGKILL");
  }

  /** Process ids of server and worker. */
  children(): number[] {
    const file = join(this.folder, ".lumina", "children.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { pid: number }[]).map((child) => child.pid) : [];
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child?.pid || child.exitCode !== null) return;
    const mark = markOf(child.pid);
    process.kill(-child.pid, "SIGTERM");
    assert.ok(!mark || (await gone(mark, 30_000)), "npm start ends on SIGTERM");
    for (const pid of this.children()) {
      const left = markOf(pid);
      if (left && !(await gone(left, 15_000))) process.kill(pid, "SIGKILL");
    }
  }
}

/** A mirror or certificate that this machine needs for its registries. */
function registrySettings(): string[] {
  return Object.entries(process.env)
    .filter(([name]) => /^(npm_config_(registry|cafile)|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|PIP_[A-Z_]+|UV_[A-Z_]+|https?_proxy|no_proxy)$/i.test(name))
    .map(([name, value]) => `${name}=${value}`);
}

describe("a fresh clone", { skip: process.getuid?.() === 0 ? false : "needs root, to become two different users" }, () => {
  let top: string;
  let asRoot: Clone;
  let asPerson: Clone;
  before(async () => {
    top = mkdtempSync("/var/tmp/lumina-clone-");
    chmodSync(top, 0o755);
    if (spawnSync("id", [person]).status !== 0) execFileSync("useradd", ["--create-home", person]);
    for (const name of ["root", person]) {
      mkdirSync(join(top, name, "home"), { recursive: true });
      execFileSync("git", ["clone", "-q", "--no-hardlinks", root, join(top, name, folderName)]);
    }
    // Root's clone lies where the database's system user cannot walk to.
    chmodSync(join(top, "root"), 0o700);
    execFileSync("chown", ["-R", `${person}:`, join(top, person)]);
    asRoot = new Clone(join(top, "root", folderName), await freePort(), "root");
    asPerson = new Clone(join(top, person, folderName), await freePort(), person);
  });
  after(async () => {
    await asRoot.stop();
    await asPerson.stop();
    const note = spawnSync("cat", [join(asRoot.folder, ".lumina", "postgres-place")], { encoding: "utf8" }).stdout.trim();
    if (note.startsWith("/var/lib/lumina/")) rmSync(note, { recursive: true, force: true });
    rmSync(top, { recursive: true, force: true });
    spawnSync("userdel", ["--remove", person]);
  });

  test("starts as root and as an ordinary user, side by side", async (t) => {
    const [rootMs, personMs] = await Promise.all([asRoot.start(), asPerson.start()]);
    t.diagnostic(`ready after ${rootMs} ms as root, ${personMs} ms as ${person}, both at once`);
    for (const clone of [asRoot, asPerson]) assert.match(clone.output, new RegExp(`sign in once {2}http://127.0.0.1:${clone.port}/`));
  });

  test("as root the database runs as the system user, outside a folder it cannot enter", () => {
    const place = readFileSync(join(asRoot.folder, ".lumina", "postgres-place"), "utf8").trim();
    assert.match(place, /^\/var\/lib\/lumina\/[0-9a-f]{16}$/);
    const pid = readFileSync(join(place, "data", "postmaster.pid"), "utf8").split("\n")[0];
    assert.notEqual(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1], "0");
  });

  test("as an ordinary user nothing outside the folder is touched", () => {
    const outside = execFileSync(
      "find",
      [
        "/",
        "-xdev",
        "-user",
        person,
        "-newer",
        join(asPerson.folder, "package.json"),
        "-not",
        "-path",
        `${join(top, person, folderName)}/*`,
        "-not",
        "-path",
        "/proc/*",
      ],
      { encoding: "utf8" },
    );
    const ours = outside
      .split("\n")
      .filter((path) => path !== "" && !path.includes("/home/.npm/_logs") && !/\/home\/\.npm(\/_update-notifier-last-checked)?$/.test(path));
    assert.deepEqual(
      ours.filter((path) => path !== join(top, person) && path !== join(top, person, "home") && path !== join(top, person, folderName)),
      [],
    );
  });

  test("what it keeps is closed to others", () => {
    for (const name of ["master.key", "logs", "postgres"]) assert.equal(statSync(join(asPerson.folder, ".lumina", name)).mode & 0o077, 0, name);
    assert.equal(statSync(join(asPerson.folder, ".lumina")).mode & 0o077, 0);
  });

  test("a second start of the same folder is refused, naming the first", async () => {
    const second = asPerson.run("LUMINA_PORT=1 npm start");
    const code = await new Promise<number | null>((resolve) => second.once("exit", resolve));
    assert.equal(code, 1);
    assert.match(asPerson.output, /already runs on/);
  });

  test("a warm start is ready within seconds", async (t) => {
    await asPerson.stop();
    const ms = await asPerson.start();
    t.diagnostic(`ready again after ${ms} ms`);
  });

  test("when npm is killed, everything ends and the next start goes on", async () => {
    const marks = asPerson.children().flatMap((pid) => markOf(pid) ?? []);
    assert.equal(marks.length, 2);
    asPerson.killNpm();
    for (const mark of marks) {
      assert.ok(await gone(mark, 20_000), `process ${mark.pid} ended`);
    }
    await asPerson.start();
  });
});
