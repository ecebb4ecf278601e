import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gone, markOf, signal } from "../../src/db/embedded/processes.ts";
import { admin } from "./client.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export type Victim = "server" | "worker" | "supervisor" | "postgres";

export interface InstanceOptions {
  home: string;
  port: number;
  /** The program to start; by default what `npm start` runs. */
  command?: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

/** The product as a process tree of its own, as `npm start` makes it. */
export class Instance {
  readonly url: string;
  /** Everything it printed. */
  output = "";
  readonly #options: InstanceOptions;
  #child: ChildProcess | null = null;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  /** Starts it and waits until every part answers. @returns how long that took. */
  async start(timeoutMs = 90_000): Promise<number> {
    const { home, port, command = [process.execPath, join(root, "scripts/bootstrap.mjs"), "start"], environment } = this.#options;
    const [program = "", ...args] = command;
    openTemporary(home);
    const started = Date.now();
    const child = spawn(program, args, {
      cwd: root,
      env: {
        ...process.env,
        LUMINA_HOME: home,
        LUMINA_PORT: String(port),
        LUMINA_ADMIN_EMAIL: admin.email,
        LUMINA_ADMIN_PASSWORD: admin.password,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (this.output += data.toString()));
    await this.ready(timeoutMs);
    return Date.now() - started;
  }

  /** Waits until `/health/ready` says so. @throws Error with what it printed. */
  async ready(timeoutMs = 60_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      if (this.#child?.exitCode !== null) break;
      if (await this.#answers()) return;
      await sleep(50);
    }
    throw new Error(`${this.url} is not ready (exit ${this.#child?.exitCode}). It printed:\n${this.output.slice(-3_000)}`);
  }

  /** The process id of a part. */
  pidOf(victim: Victim): number {
    if (victim === "postgres") return Number(readFileSync(join(this.#databaseFolder(), "data", "postmaster.pid"), "utf8").split("\n")[0]);
    const children = JSON.parse(readFileSync(join(this.#options.home, "children.json"), "utf8")) as { name: string; pid: number }[];
    const name = victim === "supervisor" ? "server" : victim;
    const pid = children.find((child) => child.name === name)?.pid;
    if (pid === undefined) throw new Error(`There is no ${name} in children.json.`);
    return victim === "supervisor" ? parentOf(pid) : pid;
  }

  /** Waits until another process does a part's work. */
  async replaced(victim: Victim, pid: number, timeoutMs = 30_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (this.#pidOrZero(victim) === pid || markOf(this.#pidOrZero(victim)) === null) {
      if (Date.now() > until) throw new Error(`No ${victim} took the place of process ${pid}. It printed:\n${this.output.slice(-3_000)}`);
      await sleep(20);
    }
  }

  /** SIGKILL to one part, without warning. */
  kill(victim: Victim): void {
    const pid = this.pidOf(victim);
    if (!signal(pid, "SIGKILL")) throw new Error(`The ${victim} (process ${pid}) was gone already.`);
  }

  /** Waits until the program that was started has ended. */
  async ended(timeoutMs = 30_000): Promise<number | null> {
    const until = Date.now() + timeoutMs;
    while (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) {
      if (Date.now() > until) throw new Error(`It did not end within ${timeoutMs / 1000} s. It printed:\n${this.output.slice(-3_000)}`);
      await sleep(20);
    }
    return this.#child?.exitCode ?? null;
  }

  /** Asks it to stop, as Ctrl+C does, and waits. */
  async stop(): Promise<number | null> {
    if (!this.#child?.pid || this.#child.exitCode !== null) return this.#child?.exitCode ?? null;
    signal(this.#child.pid, "SIGTERM");
    return this.ended();
  }

  /** Kills whatever is left, for the end of a test that failed. */
  async destroy(): Promise<void> {
    const marks = (["supervisor", "server", "worker", "postgres"] as const).flatMap((victim) => {
      try {
        const mark = markOf(this.pidOf(victim));
        return mark ? [mark] : [];
      } catch {
        return [];
      }
    });
    if (this.#child?.pid && this.#child.exitCode === null) signal(-this.#child.pid, "SIGKILL");
    for (const mark of marks) {
      if (await gone(mark, 5_000)) continue;
      signal(mark.pid, "SIGKILL");
    }
  }

  async #answers(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
      await response.text();
      return response.ok;
    } catch {
      return false;
    }
  }

  #pidOrZero(victim: Victim): number {
    try {
      return this.pidOf(victim);
    } catch {
      return 0;
    }
  }

  #databaseFolder(): string {
    const note = join(this.#options.home, "postgres-place");
    return existsSync(note) ? readFileSync(note, "utf8").trim() : join(this.#options.home, "postgres");
  }
}

/** Root's database stays inside a temporary home when its system user can walk there. */
function openTemporary(home: string): void {
  mkdirSync(home, { recursive: true });
  for (let folder = home; folder.startsWith(`${tmpdir()}/`); folder = dirname(folder)) chmodSync(folder, statSync(folder).mode | 0o011);
}

function parentOf(pid: number): number {
  const parent = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  if (!(parent > 1)) throw new Error(`Process ${pid} has no supervisor.`);
  return parent;
}
