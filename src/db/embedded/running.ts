import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appRole, urlOf } from "./provision.ts";
import { secretsIn } from "./secrets.ts";

/** Where the database of a home lies, without making anything. */
function folderOf(home: string): string {
  const note = join(home, "postgres-place");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : join(home, "postgres");
}

/**
 * The address by which servers reach the embedded database that runs for a home, for commands beside them.
 * @throws Error when none runs there.
 */
export function runningUrl(home: string): string {
  const folder = folderOf(home);
  if (!existsSync(join(folder, "data", "postmaster.pid")))
    throw new Error(`Nothing runs on ${home}. Start it with \`npm start\`, then run this command again.`);
  return urlOf(appRole, secretsIn(folder).app, Number(readFileSync(join(folder, "port"), "utf8")));
}
