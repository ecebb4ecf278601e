import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environment, node, root, tools } from "./paths.mjs";
import { Problem, say } from "./say.mjs";

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;
const offline =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|dns error|Name or service not known|Temporary failure in name resolution|NewConnectionError|error sending request/;

/** Tools at work; they end with this process. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill()));

/**
 * Runs a tool quietly: one line says what it does, its output is shown only when it fails.
 * @throws Problem with the tool's last lines.
 */
export async function quietly(what, command, args, options = {}) {
  const started = Date.now();
  const beat = setInterval(() => say(`${what}: ${Math.round((Date.now() - started) / 1000)} s so far`), 15_000);
  try {
    const { code, output } = await collect(command, args, options);
    if (code === 0) return output;
    const tail = output
      .trim()
      .split("\n")
      .filter((line) => !/^\s+at /.test(line))
      .slice(-20)
      .join("\n  ");
    const fix = offline.test(output)
      ? "The package registry could not be reached: check the network, or the proxy and registry in your npm and pip settings, then run the same command again."
      : "Mend what the lines above name, then run the same command again.";
    throw new Problem(`${what} failed (exit ${code}):\n  ${tail}`, fix);
  } finally {
    clearInterval(beat);
  }
}

function collect(command, args, options) {
  // pnpm keeps lock files in the folder for temporary files, and leaves them.
  const temporary = join(tools, "tmp");
  mkdirSync(temporary, { recursive: true });
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      ...options,
      env: { ...environment(), ...options.env, TMPDIR: temporary, NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let output = "";
    const take = (data) => {
      output = (output + data).slice(-100_000);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ code: 127, output: `${output}\n${command}: ${error.message}` }));
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? signal, output: output.replace(colours, "") });
    });
  });
}

/**
 * Hands over to a program of this checkout, on its own Node. The program ends when this process
 * ends, by the closed channel, and this process ends its program when npm itself is gone.
 */
export function runNode(file, args) {
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", file, ...args], {
    cwd: root,
    env: environment(),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // A terminal sends its interrupt to the child as well; this process only waits for it.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const above = starters();
  setInterval(() => starters().join() !== above.join() && child.kill("SIGTERM"), 1_000).unref();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === "SIGINT" ? 2 : signal === "SIGKILL" ? 9 : 15)));
  });
}

/** Who started this process: its parent, and npm above the shell that npm starts scripts with. */
function starters() {
  const parent = process.ppid;
  return process.env.npm_lifecycle_event ? [parent, parentOf(parent)] : [parent];
}

function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}
