import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort } from "../../src/db/embedded/ports.ts";
import { signIn } from "./client.ts";
import { Instance } from "./instance.ts";
import { Ledger } from "./ledger.ts";
import { round } from "./rounds.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));

for (const victim of ["server", "postgres"] as const) {
  test(`a server that answers before it commits is caught when the ${victim} is killed`, async (t) => {
    const home = mkdtempSync(join(tmpdir(), "lumina-mutant-"));
    const command = [process.execPath, fixture("start-with"), fixture("early-answer-server")];
    const instance = new Instance({ home, port: await freePort(), command });
    try {
      await instance.start(180_000);
      const client = await signIn(instance.url);
      // Runs alone: a metric of a run that is not there yet is refused, and would thin the load out.
      const ledger = new Ledger(join(home, "acknowledged"));
      const result = await round(instance, client, ledger, victim, { loadMs: 2_000, load: { connections: 8, steps: 0, tables: false } });
      t.diagnostic(`${result.acknowledged} acknowledged, ${result.missing.length} of them lost`);
      assert.notEqual(result.missing.length, 0);
    } finally {
      await instance.destroy();
      rmSync(home, { recursive: true, force: true });
    }
  });
}
