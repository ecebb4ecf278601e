import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort } from "../../src/db/embedded/ports.ts";
import { signIn, type Client } from "./client.ts";
import { unfinished } from "./holdings.ts";
import { Instance, type Victim } from "./instance.ts";
import { Ledger } from "./ledger.ts";
import { round } from "./rounds.ts";

const rounds = Number(process.env["LUMINA_DRILL_ROUNDS"] ?? 3);
const victims: readonly Victim[] = ["server", "worker", "supervisor", "postgres"];

describe(`kill -9 under load, ${rounds} rounds each`, () => {
  let home: string;
  let instance: Instance;
  let client: Client;
  let ledger: Ledger;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), "lumina-recovery-"));
    instance = new Instance({ home, port: await freePort() });
    await instance.start(300_000);
    client = await signIn(instance.url);
    ledger = new Ledger(join(home, "acknowledged"));
  });
  after(async () => {
    await instance.destroy();
    rmSync(home, { recursive: true, force: true });
  });

  for (const victim of victims) {
    test(`after the ${victim} is killed, everything acknowledged is there`, async (t) => {
      for (let n = 1; n <= rounds; n++) {
        // Kills fall at different moments of the work.
        const result = await round(instance, client, ledger, victim, { loadMs: 400 + Math.random() * 800, patient: n % 2 === 0 });
        t.diagnostic(`${victim} ${n}: ${result.acknowledged} acknowledged, ready again after ${result.recoveredMs} ms`);
        assert.ok(result.acknowledged > 0, "the load was acknowledged");
        assert.deepEqual(result.missing, []);
      }
    });
  }

  test("every job that was acknowledged ended well, and every table can be read", async () => {
    assert.deepEqual(await unfinished(client, ledger, 120_000), []);
  });

  test("after a stop and a start everything is still there, and nothing keeps running in between", async () => {
    assert.equal(await instance.stop(), 0);
    await assert.rejects(fetch(instance.url));
    await instance.start();
    const result = await round(instance, client, ledger, "server", { loadMs: 300 });
    assert.deepEqual(result.missing, []);
  });
});
