import { spawn, type ChildProcess } from "node:child_process";
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clearOldServer, ensureCluster, rootRole } from "./cluster.ts";
import { lockFolder, type FolderLock } from "./lock.ts";
import { placeFor, type Place } from "./place.ts";
import { choosePort } from "./ports.ts";
import { signal } from "./processes.ts";
import { appRole, isStartingUp, ownerRole, ping, provision, urlOf } from "./provision.ts";
import { secretsIn, type Secrets } from "./secrets.ts";
import { settings } from "./settings.ts";

export interface StartOptions {
  /** The home folder; the database is kept in or for it. */
  home: string;
  /** One line per step a person may want to see. */
  say?: (line: string) => void;
  /** Settings of PostgreSQL that differ from ours, for tests. */
  overrides?: Readonly<Record<string, string>>;
  /** The home is a test's own folder: the database stays inside it, also for root. */
  temporary?: boolean;
}

/** A running embedded server. It ends with this process, however this process ends. */
export interface EmbeddedPostgres {
  /** For migrations. */
  readonly ownerUrl: string;
  /** For servers and workers. */
  readonly appUrl: string;
  /** Superuser; only for set-up and for tests that clone databases. */
  readonly rootUrl: string;
  readonly port: number;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** What the server reports. */
  readonly logFile: string;
  /** The exit code, once the server ended for whatever reason. */
  readonly exited: Promise<number | null>;
  /** Shuts down fast and cleanly. Safe to call twice, and when the server is gone. */
  stop(): Promise<void>;
}

const keeper = readFileSync(new URL("./keeper.sh", import.meta.url), "utf8");
const logLimitBytes = 10 * 1024 * 1024;
const readyTimeoutMs = 120_000;

/**
 * Starts PostgreSQL for a home folder: makes the cluster once, clears what a killed start left,
 * waits until it answers, makes roles and database.
 * @throws FolderInUse when another process runs it; Error with the server's last words otherwise.
 * @example const pg = await startPostgres({ home: ".lumina" }); await pg.stop();
 */
export async function startPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const say = options.say ?? (() => {});
  const place = placeFor(options.home, options.temporary);
  const lock = await lockFolder(place.folder, "postgres");
  try {
    return await startLocked(place, lock, say, options.overrides);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(
  place: Place,
  lock: FolderLock,
  say: (line: string) => void,
  overrides?: Readonly<Record<string, string>>,
): Promise<EmbeddedPostgres> {
  const secrets = secretsIn(place.folder);
  if (!existsSync(join(place.folder, "data"))) say("Making the database…");
  await ensureCluster(place, secrets.root);
  const found = await clearOldServer(place);
  if (found === "taken over") say("A database server of an earlier start was still running; it was shut down first.");
  if (found === "stale") say("The database was not shut down last time; it recovers from its log.");
  const port = await choosePort(place.folder);
  const child = launch(place, port, overrides);
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  void exited.then(() => lock.release());
  const stop = (): Promise<void> => shutDown(place, child, exited);
  try {
    await ready(place, port, secrets, child);
    await provision(port, secrets);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ownerUrl: urlOf(ownerRole, secrets.owner, port),
    appUrl: urlOf(appRole, secrets.app, port),
    rootUrl: urlOf(rootRole, secrets.root, port),
    port,
    pid: postmasterOf(place),
    logFile: logOf(place),
    exited,
    stop,
  };
}

function launch(place: Place, port: number, overrides?: Readonly<Record<string, string>>): ChildProcess {
  const log = openLog(place);
  try {
    const command = [place.binaries.postgres, "-D", join(place.folder, "data"), ...settings(port, overrides)];
    const child = spawn("/bin/sh", ["-c", keeper, "lumina-keeper", ...command], {
      cwd: place.folder,
      env: { LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC" },
      stdio: ["pipe", log, log],
      detached: true,
      ...(place.user ? { uid: place.user.uid, gid: place.user.gid } : {}),
    });
    child.stdin?.on("error", () => {});
    child.on("error", () => {});
    return child;
  } finally {
    closeSync(log);
  }
}

function logOf(place: Place): string {
  return join(place.folder, "postgres.log");
}

function openLog(place: Place): number {
  const file = logOf(place);
  if (existsSync(file) && statSync(file).size > logLimitBytes) renameSync(file, `${file}.1`);
  const log = openSync(file, "a", 0o600);
  if (place.user) chownSync(file, place.user.uid, place.user.gid);
  return log;
}

async function ready(place: Place, port: number, secrets: Secrets, child: ChildProcess): Promise<void> {
  const until = Date.now() + readyTimeoutMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) throw new Error(`PostgreSQL did not start. ${lastWords(place)}`);
    try {
      return await ping(port, secrets.root);
    } catch (error) {
      if (!isStartingUp(error)) throw error;
      if (Date.now() > until) throw new Error(`PostgreSQL did not answer within ${readyTimeoutMs / 1000} s. ${lastWords(place)}`, { cause: error });
    }
    await sleep(25);
  }
}

function lastWords(place: Place): string {
  const file = logOf(place);
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(-8);
  return `Its log ${file} ends with:\n  ${lines.join("\n  ")}`;
}

function postmasterOf(place: Place): number {
  return Number(readFileSync(join(place.folder, "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

async function shutDown(place: Place, child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  child.stdin?.end();
  const ended = await Promise.race([exited.then(() => true), sleep(30_000, false, { ref: false })]);
  if (ended) return;
  signal(postmasterOf(place), "SIGQUIT");
  await exited;
}
