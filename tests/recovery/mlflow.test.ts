import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../src/db/embedded/ports.ts";
import { signIn, type Client } from "./client.ts";
import { Instance } from "./instance.ts";
import { Ledger } from "./ledger.ts";
import { miscounted, untrue } from "./mlflow-holdings.ts";
import { MlflowLoad, type Tracked } from "./mlflow-load.ts";
import { killAndRecover } from "./rounds.ts";

const rounds = Number(process.env["LUMINA_DRILL_ROUNDS"] ?? 3);

describe(`kill -9 of server and PostgreSQL under MLflow's load, ${rounds} rounds in turn`, () => {
  let home: string;
  let instance: Instance;
  let client: Client;
  let ledger: Ledger<Tracked>;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), "lumina-mlflow-"));
    instance = new Instance({ home, port: await freePort() });
    await instance.start(300_000);
    client = await signIn(instance.url);
    ledger = new Ledger(join(home, "acknowledged"));
  });
  after(async () => {
    await instance.destroy();
    rmSync(home, { recursive: true, force: true });
  });

  test("every acknowledged point, parameter and artifact is there once, although clients send again what got no answer", async (t) => {
    for (let n = 0; n < rounds; n += 1) {
      const victim = n % 2 === 0 ? "server" : "postgres";
      const known = ledger.entries().length;
      const load = new MlflowLoad(client, ledger, 6);
      try {
        await sleep(400 + Math.random() * 800);
        const recoveredMs = await killAndRecover(instance, victim, false);
        await sleep(200);
        await load.stop();
        const entries = ledger.entries().slice(known);
        t.diagnostic(`${victim} ${n + 1}: ${entries.length} acknowledged, ready again after ${recoveredMs} ms`);
        assert.ok(entries.length > 0, "the load was acknowledged");
        assert.deepEqual(load.problems, [], "nothing was refused that was sent again");
        assert.deepEqual(await untrue(client, entries), []);
      } finally {
        await load.stop();
      }
    }
  });

  test("of all rounds together nothing is gone, and what is counted is what is there", async () => {
    const entries = ledger.entries();
    assert.deepEqual(await untrue(client, entries), []);
    assert.deepEqual(await miscounted(client, entries), []);
  });
});
