import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { writeFixture } from "./type-cost-fixture.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, ".tools/type-cost");

/**
 * Most type instantiations for 300 operations, 20 % above the 472,717 that were seen (TypeScript 7.0.2, zod 4.6.7).
 * One checker, since several count shared types more than once. Raise it only knowing why: editors pay for it at every key stroke.
 */
const ceiling = 567_000;

function check(config: string): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(
      join(root, "node_modules/.bin/tsc"),
      ["-p", config, "--noEmit", "--singleThreaded", "--extendedDiagnostics", "--pretty", "false"],
      { maxBuffer: 2 ** 24 },
      (error, out) => resolve({ code: error === null ? 0 : Number(error.code), out }),
    );
  });
}

function figure(out: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(out)?.[1]);
}

test("three hundred operations with nested schemas stay below the ceiling of type instantiations", async (t) => {
  const { code, out } = await check(writeFixture(folder, 300));
  assert.equal(code, 0, out.slice(0, 2000));
  const instantiations = figure(out, "Instantiations");
  t.diagnostic(
    `${instantiations} instantiations, ${figure(out, "Types")} types, check ${figure(out, "Check time")} s, memory ${Math.round(figure(out, "Memory used") / 1024)} MB`,
  );
  assert.ok(instantiations > 100_000, `only ${instantiations}: the fixture checks nothing`);
  assert.ok(instantiations <= ceiling, `${instantiations} instantiations, at most ${ceiling}`);
  rmSync(folder, { recursive: true, force: true });
});
