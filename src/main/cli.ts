import { join } from "node:path";
import { program } from "../surfaces/cli/program.ts";

const home = process.env.LUMINA_HOME ?? join(import.meta.dirname, "../../.lumina");
/** Several people at one machine: each profile keeps its own key. */
const profile = process.env.LUMINA_PROFILE?.replace(/[^\w.-]/g, "_");
const port = process.env.LUMINA_PORT ?? "7300";

process.exitCode = await program(process.argv.slice(2), {
  settingsPath: join(home, profile ? `cli-${profile}.json` : "cli.json"),
  environment: process.env,
  defaultUrl: `http://127.0.0.1:${port}`,
});
