import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The user PostgreSQL runs as; it refuses to run as root. */
export interface SystemUser {
  uid: number;
  gid: number;
}

const name = "lumina";

/** Commands that add a system user, by what distributions offer. */
const ways: readonly (readonly string[])[] = [
  ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false", name],
  ["adduser", "--system", "--group", "--no-create-home", "--home", "/nonexistent", name],
  ["adduser", "-S", "-D", "-H", "-s", "/bin/false", name],
];

/** Finds a user in the text of /etc/passwd. */
export function userIn(passwd: string, wanted: string): SystemUser | null {
  for (const line of passwd.split("\n")) {
    const [user, , uid, gid] = line.split(":");
    if (user === wanted && uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/**
 * Finds or makes the system user `lumina`. Needs root.
 * @throws Error with the command to run by hand when no way works.
 */
export function systemUser(): SystemUser {
  const known = userIn(readFileSync("/etc/passwd", "utf8"), name);
  if (known) return known;
  const problems: string[] = [];
  for (const [command = "", ...rest] of ways) {
    const done = spawnSync(command, rest, { encoding: "utf8" });
    const made = userIn(readFileSync("/etc/passwd", "utf8"), name);
    if (made) return made;
    problems.push(done.error ? done.error.message : `${command}: ${done.stderr.trim()}`);
  }
  throw new Error(
    `PostgreSQL refuses to run as root and the system user ${name} could not be made (${problems.join("; ")}). ` +
      `Add the user by hand (useradd --system ${name}), or start as an ordinary user.`,
  );
}

/** Whether that user can walk into a folder. */
export function canReach(user: SystemUser, folder: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { uid: user.uid, gid: user.gid, stdio: "ignore" }).status === 0;
}
