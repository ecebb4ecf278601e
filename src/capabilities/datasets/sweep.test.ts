import assert from "node:assert/strict";
import { utimes } from "node:fs/promises";
import { test } from "node:test";
import { world } from "../../../tests/harness.ts";
import { getVersion, removeDataset } from "./contract.ts";
import { aDataset } from "./factory.ts";
import { sweep } from "./sweep.ts";

test("the sweep removes old objects that no version names, and nothing a version or a young upload needs", async () => {
  const w = await world();
  const datasetId = await aDataset(w);
  const removed = await aDataset(w);
  await w.call(removeDataset, { datasetId: removed });
  const [named] = (await w.call(getVersion, { datasetId })).files;
  assert.ok(named);
  const { objects } = w.services;
  const lost = (await objects.put(`w/${w.workspaceId}/datasets/${datasetId}/lost.parquet`, "x")).key;
  const young = (await objects.put(`w/${w.workspaceId}/datasets/${datasetId}/young.parquet`, "x")).key;
  const artifact = (await objects.putContent(w.workspaceId, "an artifact")).key;
  const old = new Date(Date.now() - 2 * 3_600_000);
  for await (const info of objects.list(`w/${w.workspaceId}/`)) if (info.key !== young) await utimes(await objects.localPath(info.key), old, old);
  const before: string[] = [];
  for await (const info of objects.list(`w/${w.workspaceId}/`)) before.push(info.key);
  await sweep.run({
    services: w.services,
    log: w.services.log,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    workspaces: async () => [w.workspaceId],
    transaction: (_ws, body) => w.sql(body),
    call: () => assert.fail("the sweep calls no operation"),
  });
  const after: string[] = [];
  for await (const info of objects.list(`w/${w.workspaceId}/`)) after.push(info.key);
  assert.deepEqual(
    after,
    before.filter((key) => key !== lost),
  );
  assert.ok(after.includes(named.key) && after.includes(artifact) && after.includes(young));
});
