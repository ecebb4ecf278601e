import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { binariesAt, installedBinaries, type Binaries } from "./binaries.ts";
import { canReach, systemUser, type SystemUser } from "./system-user.ts";

/** Where one embedded server lives and as whom it runs. */
export interface Place {
  /** Holds `data`, `port`, `secrets.json` and `postgres.log`. */
  folder: string;
  /** Null when PostgreSQL runs as the user who starts it. */
  user: SystemUser | null;
  binaries: Binaries;
}

const outside = "/var/lib/lumina";

/**
 * Decides the place of the database of a home folder, and makes it.
 * An ordinary user keeps everything in the home; root gives it to a system user, and where that
 * user cannot walk to the home the database lives in /var/lib/lumina/<hash of the home>.
 * A temporary home is opened for walking through, so that nothing outside it is made.
 * The choice is written down once, on both sides, so that a changed permission never starts an empty database.
 */
export function placeFor(home: string, temporary = false): Place {
  mkdirSync(home, { recursive: true });
  if (temporary) chmodSync(home, 0o711);
  const binaries = installedBinaries();
  const inside = join(realpathSync(home), "postgres");
  if (process.getuid?.() !== 0) return { folder: makeOwn(inside), user: null, binaries };
  const user = systemUser();
  const note = join(home, "postgres-place");
  const folder = existsSync(note) ? readFileSync(note, "utf8").trim() : choose(inside, user);
  if (dirname(folder) === outside) openOutside();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  if (!existsSync(note)) writeFileSync(note, `${folder}\n`);
  if (dirname(folder) === outside) writeFileSync(join(folder, "home"), `${home}\n`);
  return { folder, user, binaries: reachable(binaries, user) };
}

/** A strict umask must not close the way to folders below. */
function openOutside(): void {
  mkdirSync(outside, { recursive: true });
  chmodSync(outside, 0o755);
}

function makeOwn(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    readFileSync(join(folder, "secrets.json"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT") {
      throw new Error(
        `The database folder ${folder} cannot be opened (${code}). It was made by another user: start as that user, or give it to yourself with chown -R.`,
        { cause: error },
      );
    }
  }
  return folder;
}

function choose(inside: string, user: SystemUser): string {
  if (canReach(user, dirname(inside))) return inside;
  return join(outside, createHash("sha256").update(inside).digest("hex").slice(0, 16));
}

/** Copies the binaries out of a checkout which the system user cannot enter. */
function reachable(binaries: Binaries, user: SystemUser): Binaries {
  if (canReach(user, join(binaries.root, "bin"))) return binaries;
  const digest = createHash("sha256").update(realpathSync(binaries.root)).digest("hex").slice(0, 16);
  const copy = join(outside, `postgresql-${digest}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    openOutside();
    cpSync(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return binariesAt(copy);
}
