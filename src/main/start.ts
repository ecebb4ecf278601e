import { ConfigError, readConfig } from "./config.ts";
import { unknownVariables } from "./config-variables.ts";
import { Stopped, Supervisor } from "./supervisor.ts";

const startedAt = Date.now();
const say = (line: string): void => console.log(line);

/** `npm start`: runs until a signal, or until whoever started it is gone. */
async function main(): Promise<number> {
  const config = readConfig(process.env);
  for (const warning of unknownVariables(process.env)) say(`Warning: ${warning}`);
  const instance = new Supervisor({ config, environment: process.env, say });
  const asked = new Promise<void>((resolve) => {
    let times = 0;
    const end = (): void => {
      times += 1;
      if (times === 1) say("Stopping…");
      else instance.kill();
      resolve();
    };
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
    process.on("SIGHUP", end);
    process.on("disconnect", end);
  });
  void asked.then(() => instance.stop());
  try {
    await instance.start();
  } catch (error) {
    await instance.stop();
    if (error instanceof Stopped) return 0;
    throw error;
  }
  const { server, worker } = instance.pids();
  say(`\nLuminaOps is ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  if (server) say(`  open          ${config.publicUrl}`);
  if (instance.signInLink) say(`  sign in once  ${instance.signInLink}`);
  if (worker && !server) say("  a worker; it takes jobs from the shared database");
  say(`  state         ${config.home}\n  stop          Ctrl+C\n`);
  await asked;
  await instance.stop();
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = error instanceof ConfigError ? error.problems.join("\n") : error instanceof Error ? error.message : String(error);
    console.error(`\nLuminaOps did not start.\n${known}`);
    if (process.env["LUMINA_LOG"] === "debug" && error instanceof Error) console.error(error.stack);
    process.exit(1);
  },
);
