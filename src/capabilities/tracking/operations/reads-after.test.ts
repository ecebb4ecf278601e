import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { before, describe, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { invoke } from "../../../kernel/invoke.ts";
import type { Kernel } from "../../../kernel/pipeline.ts";
import { uploadArtifact } from "../contract/artifacts.ts";
import { compareRuns } from "../contract/compare.ts";
import { readTable } from "../contract/tables.ts";
import { aRun } from "../factory.ts";

let w: World;
let runIds: string[];
before(async () => {
  w = await world();
  runIds = [await aRun(w), await aRun(w)];
  for (const runId of runIds) {
    await w.upload(uploadArtifact, { runId, path: "requirements.txt" }, "numpy==2.0.0\n");
    await w.upload(uploadArtifact, { runId, path: "t.csv" }, "a\n1\n");
  }
});

/** The kernel with an object store that notes how many transactions are open while it is asked. */
function watched(): { kernel: Kernel; open: number[]; opened: () => number } {
  const { ports } = w.kernel;
  const { objects } = ports.services;
  const seen: number[] = [];
  let [now, all] = [0, 0];
  const noting = { ...objects, get: (key: string) => (seen.push(now), objects.get(key)), localPath: (key: string) => (seen.push(now), objects.localPath(key)) };
  const db: typeof ports.db = {
    transaction: async (ws, options, body) => {
      [now, all] = [now + 1, all + 1];
      try {
        return await ports.db.transaction(ws, options, body);
      } finally {
        now -= 1;
      }
    },
  };
  const kernel = { ...w.kernel, ports: { ...ports, db, services: { ...ports.services, objects: noting } } };
  return { kernel, open: seen, opened: () => all };
}

const meta = () => ({ surface: "rest", requestId: randomUUIDv7() }) as const;

describe("reads that take long", () => {
  test("runs.compare fetches the files of environments while no transaction is open", async () => {
    const { kernel, open, opened } = watched();
    await invoke(kernel, compareRuns.name, w.actor, { runIds }, meta());
    assert.deepEqual([open, opened()], [[0, 0], 1]);
  });

  test("runs.readTable fetches and reads the table while no transaction is open", async () => {
    const { kernel, open } = watched();
    await invoke(kernel, readTable.name, w.actor, { runId: runIds[0], path: "t.csv" }, meta());
    assert.deepEqual(open, [0]);
  });

  test("who may not see the run is refused before a byte is fetched", async () => {
    const { kernel, open } = watched();
    const stranger = (await w.outsider()).actor;
    await assert.rejects(invoke(kernel, readTable.name, stranger, { runId: runIds[0], path: "t.csv" }, meta()), { code: "not_found" });
    await assert.rejects(invoke(kernel, compareRuns.name, stranger, { runIds }, meta()), { code: "not_found" });
    await assert.rejects(invoke(kernel, compareRuns.name, null, { runIds }, meta()), { code: "unauthenticated" });
    assert.deepEqual(open, []);
  });
});
