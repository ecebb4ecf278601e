#!/usr/bin/env node
// Everything a fresh clone needs, then the command. Runs on any Node from 20 on, with built-ins only.
import { Problem, say } from "./bootstrap/say.mjs";

const commands = {
  start: { parts: ["web"], behind: ["python"], file: "src/main/start.ts" },
  test: { parts: ["python", "clients"], file: "scripts/test.ts" },
  verify: { parts: [], file: "scripts/verify.ts" },
  bench: { parts: ["web", "python", "clients"], file: "scripts/bench.ts" },
  drill: { parts: ["web", "python", "clients"], file: "scripts/drill.ts" },
  setup: { parts: ["web", "python"] },
  clients: { parts: ["clients"] },
  packages: { parts: [] },
  page: { parts: ["web"] },
};

/** The page and everything but training works without Python. */
function trainingStaysOff(error) {
  say(`${error.message}\n  ${error.fix ?? ""} Training stays off until then.`);
}

async function main() {
  const [word = "", ...args] = process.argv.slice(2);
  const command = commands[word];
  if (!command) throw new Problem(`There is no command "${word}".`, `Say one of: ${Object.keys(commands).join(", ")}.`);
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Problem(`Node ${process.versions.node} is too old for the bootstrap.`, "Install Node 20 or newer.");
  const { checkMachine, ensureToolchain } = await import("./bootstrap/toolchain.mjs");
  const { ensurePackages } = await import("./bootstrap/packages.mjs");
  const { ensureClients, ensurePython } = await import("./bootstrap/python.mjs");
  const { ensureWeb } = await import("./bootstrap/web.mjs");
  const { runNode } = await import("./bootstrap/run.mjs");
  checkMachine();
  const others = async () => {
    await ensureToolchain();
    await ensurePackages();
    if (command.parts.includes("web")) await ensureWeb();
  };
  const environments = async () => {
    if (command.parts.includes("python")) await ensurePython();
    if (command.parts.includes("clients")) await ensureClients();
  };
  if (command.behind?.includes("python")) ensurePython().catch(trainingStaysOff);
  await Promise.all([environments(), others()]);
  if (!command.file) return 0;
  return runNode(command.file, args);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Problem ? `\n${error.message}\n${error.fix}` : error);
    process.exit(1);
  },
);
