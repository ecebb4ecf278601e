import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FolderInUse, lockFolder, type FolderLock } from "../db/embedded/lock.ts";
import type { Config } from "./config.ts";
import { masterKey } from "./masterkey.ts";
import { openDatabase, type ReadyDatabase } from "./supervisor-database.ts";
import { ChildList } from "./supervisor-leftovers.ts";
import { logFile, rotate } from "./supervisor-logs.ts";
import { checkPort } from "./supervisor-port.ts";
import { SupervisedChild } from "./supervisor-process.ts";

type Role = "server" | "worker";

export interface SupervisorOptions {
  config: Config;
  /** What children inherit besides what the supervisor sets. */
  environment: Readonly<Record<string, string | undefined>>;
  say: (line: string) => void;
  /** Scripts by role; tests put theirs. */
  scripts?: Readonly<Record<Role, string>>;
}

/** The start was stopped before it was complete. */
export class Stopped extends Error {}

const ownScripts: Readonly<Record<Role, string>> = {
  server: fileURLToPath(new URL("./server.ts", import.meta.url)),
  worker: fileURLToPath(new URL("./worker.ts", import.meta.url)),
};
const rotateEveryMs = 60_000;

/**
 * Runs one instance: database, migrations, server and worker; starts again whatever dies.
 * @example const instance = new Supervisor({ config, environment: process.env, say }); await instance.start();
 */
export class Supervisor {
  /** Link of the first administrator, once the server reported one. */
  signInLink: string | null = null;
  readonly #options: SupervisorOptions;
  readonly #children: SupervisedChild[] = [];
  readonly #list: ChildList;
  #lock: FolderLock | null = null;
  #database: ReadyDatabase | null = null;
  #rotation: NodeJS.Timeout | null = null;
  #stopped: Promise<void> | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#list = new ChildList(options.config.home);
  }

  /**
   * Resolves when everything answers.
   * @throws Error with the fix (port taken, home in use, a child's last words); call `stop` then.
   */
  async start(): Promise<void> {
    const { config, say } = this.#options;
    // Root's database runs as another user, who must be able to walk through.
    mkdirSync(config.home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    this.#lock = await this.#step(lockHome(config.home));
    for (const name of await this.#step(this.#list.endLeftovers())) say(`Ended the ${name} that an earlier start left.`);
    if (config.role !== "worker") await this.#step(checkPort(config.host, config.port));
    masterKey(config);
    this.#database = await openDatabase(config, say);
    this.#watchDatabase();
    this.#goOn();
    const migrated = this.#database.migrated.length;
    if (migrated > 0) say(`The schema is up to date: ${migrated} migrations ran.`);
    const roles: Role[] = config.role === "all" ? ["server", "worker"] : [config.role];
    await this.#step(Promise.all(roles.map((role) => this.#startChild(role))));
    // Commands beside the server read where it is reached.
    writeFileSync(join(config.home, "address"), `${config.publicUrl}\n`);
    this.#rotation = setInterval(() => this.#logs().forEach(rotate), rotateEveryMs);
  }

  /** Ends children, then the database, then gives the folder back. Safe to call twice and at any time. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Ends children without grace; `stop` ends the rest. */
  kill(): void {
    for (const child of this.#children) child.kill();
  }

  /** Process ids, for drills. */
  pids(): Record<Role | "postgres", number | null> {
    const of = (role: Role): number | null => this.#children.find((child) => child.spec.name === role)?.pid ?? null;
    return { server: of("server"), worker: of("worker"), postgres: this.#database?.embedded?.pid ?? null };
  }

  async #stop(): Promise<void> {
    if (this.#rotation) clearInterval(this.#rotation);
    await Promise.all(this.#children.map((child) => child.stop()));
    await this.#database?.embedded?.stop();
    await this.#lock?.release();
  }

  #logs(): string[] {
    const ofDatabase = this.#database?.embedded?.logFile;
    return [...this.#children.map((child) => child.spec.logFile), ...(ofDatabase ? [ofDatabase] : [])];
  }

  #goOn(): void {
    if (this.#stopped) throw new Stopped();
  }

  async #step<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    this.#goOn();
    return result;
  }

  #startChild(role: Role): Promise<string> {
    const { config, say, scripts = ownScripts } = this.#options;
    const child = new SupervisedChild(
      { name: role, file: scripts[role], logFile: logFile(config.home, role), environment: () => this.#childEnvironment(role) },
      {
        started: (spec, pid) => this.#list.note(spec.name, spec.file, pid),
        report: (_spec, report) => {
          if (report.kind === "sign-in-link") this.signInLink = report.url;
        },
        died: (spec, how, waitMs) => say(`The ${spec.name} ${how}; it starts again in ${waitMs / 1000} s. Its log: ${spec.logFile}`),
      },
    );
    this.#children.push(child);
    return child.start();
  }

  #childEnvironment(role: Role): Record<string, string | undefined> {
    const { config, environment } = this.#options;
    const key = config.masterKey ? {} : { LUMINA_MASTER_KEY_FILE: join(config.home, "master.key") };
    // onnxruntime-node sends usage reports unless this stands before it is loaded.
    const quiet = { ORT_DISABLE_TELEMETRY: "1" };
    return {
      ...environment,
      ...key,
      ...quiet,
      LUMINA_ROLE: role,
      LUMINA_HOME: config.home,
      DATABASE_URL: this.#database?.url,
      LUMINA_MIGRATION_URL: undefined,
    };
  }

  /** An embedded server that dies starts again; children are restarted only when its address changed. */
  #watchDatabase(): void {
    const running = this.#database?.embedded;
    void running?.exited.then(async (code) => {
      if (this.#stopped) return;
      const { config, say } = this.#options;
      say(`PostgreSQL ended (${code === null ? "killed" : `code ${code}`}); starting it again.`);
      const before = this.#database?.url;
      try {
        this.#database = await openDatabase(config, say);
      } catch (error) {
        say(`PostgreSQL does not start again: ${error instanceof Error ? error.message : String(error)}`);
        setTimeout(() => this.#watchDatabase(), 2_000);
        return;
      }
      if (this.#stopped) return this.#database.embedded?.stop();
      say("PostgreSQL answers again.");
      this.#watchDatabase();
      if (this.#database.url !== before) for (const child of this.#children) child.restart();
    });
  }
}

async function lockHome(home: string): Promise<FolderLock> {
  try {
    return await lockFolder(home, "home");
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    throw new Error(
      `LuminaOps already runs on ${home} (${error.holder}).\n` +
        "Use that one, stop it, or start a second one with its own state: LUMINA_HOME=./.lumina-2 LUMINA_PORT=7301 npm start",
      { cause: error },
    );
  }
}
