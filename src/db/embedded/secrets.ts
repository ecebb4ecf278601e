import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Passwords of the three roles of an embedded server. */
export interface Secrets {
  root: string;
  owner: string;
  app: string;
}

/** Reads the passwords, or makes them once. @throws Error when a database exists without them. */
export function secretsIn(folder: string): Secrets {
  const file = join(folder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  if (existsSync(join(folder, "data"))) {
    throw new Error(`The database in ${folder} has lost its passwords (${file}). Put the file back from a backup of this folder.`);
  }
  const made: Secrets = { root: password(), owner: password(), app: password() };
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

function password(): string {
  return randomBytes(24).toString("base64url");
}
