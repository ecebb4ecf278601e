import { join } from "node:path";
import { program } from "../surfaces/cli/program.ts";

const home = process.env.LUMINA_HOME ?? join(import.meta.dirname, "../../.lumina");
const port = process.env.LUMINA_PORT ?? "7300";

process.exitCode = await program(process.argv.slice(2), {
  settingsPath: join(home, "cli.json"),
  environment: process.env,
  defaultUrl: `http://127.0.0.1:${port}`,
});
