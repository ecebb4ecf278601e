import { spawn } from "node:child_process";
import { chownSync, existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./place.ts";
import { argumentsOf, gone, markOf, signal } from "./processes.ts";

/** Name of the role that initdb makes; it only sets up the other two. */
export const rootRole = "lumina_root";

/**
 * Makes the cluster unless it exists. It is made beside its place and renamed when complete,
 * so a start that is killed half-way leaves nothing that looks like a database.
 */
export async function ensureCluster(place: Place, rootPassword: string): Promise<boolean> {
  const data = join(place.folder, "data");
  if (existsSync(data)) return false;
  removeUnfinished(place.folder);
  // A name of its own: an initdb whose starter was killed may still be writing to the last one.
  const unfinished = join(place.folder, `new-${process.pid}-${Date.now()}`);
  const passwordFile = `${unfinished}.password`;
  writeFileSync(passwordFile, rootPassword, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    await run(place, [
      `--pgdata=${unfinished}`,
      `--username=${rootRole}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--data-checksums",
      "--no-instructions",
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
  return true;
}

function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith("new-")) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  }
}

function run(place: Place, options: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(place.binaries.initdb, options, {
      cwd: place.folder,
      env: { LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
      ...(place.user ? { uid: place.user.uid, gid: place.user.gid } : {}),
    });
    let said = "";
    child.stdout.on("data", (data: Buffer) => (said += data.toString()));
    child.stderr.on("data", (data: Buffer) => (said += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb in ${place.folder} failed (exit ${code}): ${said.trim().split("\n").slice(-5).join(" / ")}`));
    });
  });
}

/**
 * Clears the way for a start: a server that outlived its keeper is shut down, a lock file whose
 * process is gone, or is now another program, is removed.
 * @returns what was found, for the log.
 */
export async function clearOldServer(place: Place): Promise<"none" | "stale" | "taken over"> {
  const data = join(place.folder, "data");
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return "none";
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const mark = markOf(pid);
  if (!mark || !isServerOf(pid, data)) {
    await endBackends(data);
    rmSync(file, { force: true });
    return "stale";
  }
  signal(pid, "SIGINT");
  if (!(await gone(mark, 30_000))) {
    signal(pid, "SIGQUIT");
    if (!(await gone(mark, 10_000))) throw new Error(`PostgreSQL (process ${pid}) on ${data} does not stop. End it with: kill -9 ${pid}`);
  }
  rmSync(file, { force: true });
  return "taken over";
}

/**
 * Ends backends that outlived their postmaster: one in a long computation notices only when it is
 * done, and until then the next server refuses to start.
 */
async function endBackends(data: string): Promise<void> {
  const folder = realpathSync(data);
  const marks = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && worksIn(name) === folder && (argumentsOf(Number(name))[0] ?? "").startsWith("postgres"))
    .flatMap((name) => markOf(Number(name)) ?? []);
  for (const mark of marks) signal(mark.pid, "SIGKILL");
  await Promise.all(marks.map((mark) => gone(mark, 10_000)));
}

/** A process's working folder; null where it is gone or another user's. */
function worksIn(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

function isServerOf(pid: number, data: string): boolean {
  const args = argumentsOf(pid);
  return (args[0] ?? "").includes("postgres") && args.includes(data);
}
