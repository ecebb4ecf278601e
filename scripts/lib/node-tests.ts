import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./run.ts";
import { nothing, type Totals } from "./totals.ts";

export interface NodeTests {
  patterns: readonly string[];
  exclude: (file: string) => boolean;
  /** One process for all files, or one for each, one after the other. */
  shared: boolean;
  timeoutMs: number;
  environment?: Record<string, string>;
}

/** Files below the root that match, sorted. */
export function filesOf(patterns: readonly string[], exclude: (file: string) => boolean = () => false): string[] {
  return globSync([...patterns], { cwd: root, exclude: (name) => name === "node_modules" })
    .filter((file) => !exclude(file))
    .toSorted();
}

/** Runs files with node:test; its own report is shown, its counts come back. */
export async function nodeTests({ patterns, exclude, shared, timeoutMs, environment = {} }: NodeTests): Promise<Totals> {
  const files = filesOf(patterns, exclude);
  if (files.length === 0) return nothing;
  const folder = mkdtempSync(join(tmpdir(), "lumina-totals-"));
  const counted = join(folder, "totals.json");
  try {
    const code = await run(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        "--enable-source-maps",
        "--test",
        shared ? "--test-isolation=none" : "--test-concurrency=1",
        `--test-timeout=${timeoutMs}`,
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
        `--test-reporter=${join(root, "scripts/lib/totals-reporter.mjs")}`,
        `--test-reporter-destination=${counted}`,
        ...files,
      ],
      { environment },
    );
    const totals = read(counted);
    if (totals.failed === 0 && code !== 0) return { ...totals, failed: 1 };
    return totals;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(file: string): Totals {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Totals;
  } catch {
    // The process ended before it could report: that is a failure, whatever its tests did.
    return { ...nothing, failed: 1 };
  }
}
