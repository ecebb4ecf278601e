import { existsSync } from "node:fs";
import { join } from "node:path";
import { filesOf, nodeTests } from "./lib/node-tests.ts";
import { root, run } from "./lib/run.ts";
import { add, nothing, sentence, type Totals } from "./lib/totals.ts";

interface Step {
  name: string;
  /** Said when it fails. */
  fix: string;
  command: readonly string[];
}

const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const types = (project: string): readonly string[] => [bin("tsc"), "-p", `tsconfig.${project}.json`, "--noEmit"];

const steps: readonly Step[] = [
  { name: "types of contracts", fix: "A contract may use neither Node nor the browser.", command: types("contract") },
  { name: "types of the server", fix: "Mend the lines above.", command: types("server") },
  { name: "types of the page", fix: "Mend the lines above.", command: types("web") },
  { name: "page builds", fix: "Mend the lines above.", command: [process.execPath, "scripts/bootstrap.mjs", "page"] },
  { name: "lint", fix: "Mend the lines above; some by `pnpm exec oxlint --fix`.", command: [bin("oxlint"), "--deny-warnings"] },
  { name: "format", fix: "Run `pnpm exec oxfmt`.", command: [bin("oxfmt"), "--check"] },
  { name: "notices", fix: "Run `node scripts/notices.ts --write` and commit the file.", command: [process.execPath, "scripts/notices.ts"] },
  { name: "unused code", fix: "Remove what is named above, or say in knip.json why it stays.", command: [bin("knip"), "--no-progress"] },
];

/** Checks that need no running product. With `only`, the steps whose name contains it. */
export async function verify(only: readonly string[]): Promise<Totals> {
  let totals = nothing;
  for (const step of steps) {
    if (only.length > 0 && !only.some((word) => step.name.includes(word))) continue;
    const [command = "", ...args] = step.command;
    const started = Date.now();
    const code = await run(command, args);
    const passed = code === 0;
    console.log(`${passed ? "✔" : "✖"} ${step.name} (${((Date.now() - started) / 1000).toFixed(1)} s)${passed ? "" : `  → ${step.fix}`}`);
    totals = add(totals, { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
  }
  return totals;
}

/** `npm run verify`: these and the rules on files and imports, which are tests. */
async function main(): Promise<number> {
  const only = process.argv.slice(2);
  const rules = ["tests/architecture/**/*.test.ts"];
  let totals = await verify(only);
  if (only.length === 0 && filesOf(rules).length > 0 && existsSync(join(root, "tests/architecture"))) {
    totals = add(totals, await nodeTests({ patterns: rules, exclude: () => false, shared: true, timeoutMs: 120_000 }));
  }
  console.log(sentence(totals));
  return totals.failed > 0 || totals.passed === 0 ? 1 : 0;
}

if (import.meta.main) process.exit(await main());
