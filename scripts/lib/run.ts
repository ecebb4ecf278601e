import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The root of the checkout, without a closing slash. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

export interface RunOptions {
  environment?: Record<string, string>;
  cwd?: string;
  /** After this the whole process group is killed, and the run counts as failed. */
  limitMs?: number;
}

/** Runs a command with its output shown; answers its exit code. */
export function run(command: string, args: readonly string[], { environment = {}, cwd = root, limitMs = 1_500_000 }: RunOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...environment }, stdio: ["ignore", "inherit", "inherit"], detached: true });
    const kill = (signal: NodeJS.Signals): void => {
      if (child.pid) process.kill(-child.pid, signal);
    };
    const forward = (): void => kill("SIGTERM");
    process.once("SIGTERM", forward);
    process.once("SIGINT", forward);
    process.once("disconnect", forward);
    const timer = setTimeout(() => {
      console.error(`${command} ${args.slice(0, 3).join(" ")} ran longer than ${limitMs / 1000} s and was ended.`);
      kill("SIGKILL");
    }, limitMs);
    const end = (code: number): void => {
      clearTimeout(timer);
      for (const name of ["SIGTERM", "SIGINT", "disconnect"]) process.removeListener(name, forward);
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      end(127);
    });
    child.on("exit", (code, killedBy) => end(code ?? (killedBy ? 137 : 1)));
  });
}
