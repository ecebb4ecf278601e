import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { filesOf, nodeTests } from "./lib/node-tests.ts";
import { root, run } from "./lib/run.ts";
import { add, fromJunit, fromVitest, nothing, sentence, type Totals } from "./lib/totals.ts";
import { verify } from "./verify.ts";

/** Tests that start the whole product, each file in a process of its own. */
const apart = [
  "tests/recovery/**/*.test.ts",
  "tests/journey/**/*.test.ts",
  "tests/journeys/**/*.test.ts",
  "tests/browser/**/*.test.ts",
  "tests/attack/**/*.test.ts",
  // They measure the memory of their own process.
  "src/**/*-large.test.ts",
];
const elsewhere = (file: string): boolean =>
  /^(src\/web|tests\/(clients|web|drills|recovery|journey|journeys|browser|attack))\//.test(file) ||
  file.endsWith("-large.test.ts") ||
  file.startsWith("bench/");

const parts: Record<string, (files: readonly string[]) => Promise<Totals>> = {
  verify: () => verify([]),
  server: (files) =>
    nodeTests({
      patterns: files.length > 0 ? files : ["src/**/*.test.ts", "tests/**/*.test.ts", "scripts/**/*.test.ts"],
      exclude: files.length > 0 ? () => false : elsewhere,
      shared: true,
      timeoutMs: 120_000,
    }),
  web: vitest,
  trainer: (files) => pytest("trainer", ".venv", ["trainer/tests/**/test_*.py"], files),
  whole: async (files) => {
    await run(process.execPath, ["scripts/bootstrap.mjs", "page"]);
    return nodeTests({ patterns: files.length > 0 ? files : apart, exclude: () => false, shared: false, timeoutMs: 900_000 });
  },
  clients: (files) => pytest("tests/clients", ".venv-clients", ["tests/clients/test_*.py"], files),
};

/** `npm test`: every part; `npm test -- server src/db/pool.test.ts`: one part, some files. */
async function main(): Promise<number> {
  const [only, ...files] = process.argv.slice(2);
  if (only !== undefined && !(only in parts)) {
    console.error(`There is no part "${only}". Say one of: ${Object.keys(parts).join(", ")}.`);
    return 2;
  }
  shareTables();
  const results: [string, Totals, number][] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && name !== only) continue;
    console.log(`\n── ${name} ${"─".repeat(60 - name.length)}`);
    const started = Date.now();
    results.push([name, await part(files), (Date.now() - started) / 1000]);
  }
  const all = results.reduce((sum, [, totals]) => add(sum, totals), nothing);
  console.log("\n── totals ─────────────────────────────────────────────────────");
  for (const [name, totals, seconds] of results) console.log(`${name.padEnd(8)} ${sentence(totals)} (${seconds.toFixed(0)} s)`);
  if (all.passed === 0) console.log("No test ran: that counts as a failure.");
  console.log(sentence(all));
  return all.failed > 0 || all.passed === 0 ? 1 : 0;
}

/** Real tables beside the checkout are used where they are. */
function shareTables(): void {
  const beside = resolve(root, "../shared");
  if (!process.env["LUMINA_SHARED"] && existsSync(join(beside, "data"))) process.env["LUMINA_SHARED"] = beside;
  console.log(`Real tables: ${process.env["LUMINA_SHARED"] ?? "none here, so tests on them are left out (LUMINA_SHARED names a folder with them)"}`);
}

async function vitest(files: readonly string[]): Promise<Totals> {
  if (filesOf(["src/web/**/*.test.{ts,tsx}", "tests/web/unit/**/*.test.{ts,tsx}"]).length === 0) return nothing;
  return reported("vitest.json", fromVitest, (file) =>
    run(process.execPath, [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...files,
    ]),
  );
}

async function pytest(folder: string, environment: string, patterns: readonly string[], files: readonly string[]): Promise<Totals> {
  if (filesOf(patterns).length === 0) return nothing;
  return reported("pytest.xml", fromJunit, (file) =>
    run(join(root, environment, "bin/python"), ["-m", "pytest", "-q", "--no-header", "-rs", "-p", "no:cacheprovider", `--junitxml=${file}`, ...files], {
      cwd: join(root, folder),
      environment: { LUMINA_NODE: process.execPath },
    }),
  );
}

/** Runs a tool that writes its counts to a file; a non-zero exit without a counted failure is one. */
async function reported(name: string, parse: (text: string) => Totals, execute: (file: string) => Promise<number>): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), "lumina-totals-"));
  const file = join(folder, name);
  try {
    const code = await execute(file);
    const totals = existsSync(file) ? parse(readFileSync(file, "utf8")) : { ...nothing, failed: 1 };
    return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
