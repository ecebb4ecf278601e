import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createSignInLink } from "../capabilities/identity/first-administrator.ts";
import { runningUrl } from "../db/embedded/running.ts";
import { openDatabase } from "../db/pool.ts";
import { readConfig } from "./config.ts";

/** `./lumina sign-in-link <email>`: for who runs the installation, when somebody lost the password. */
async function main(): Promise<number> {
  const [email] = process.argv.slice(2);
  if (!email) {
    console.error("./lumina sign-in-link <email>    prints a link that signs this person in once, within 24 hours");
    return 2;
  }
  const config = readConfig(process.env);
  const note = join(config.home, "address");
  const publicUrl = existsSync(note) ? readFileSync(note, "utf8").trim() : config.publicUrl;
  const db = openDatabase({ url: config.databaseUrl ?? runningUrl(config.home), size: 1, applicationName: "lumina-sign-in-link" });
  try {
    console.log((await createSignInLink({ db, publicUrl, email })).link);
    return 0;
  } finally {
    await db.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const { message, fix } = error as { message?: string; fix?: string };
    console.error([message ?? String(error), fix].filter(Boolean).join("\n"));
    process.exit(1);
  },
);
