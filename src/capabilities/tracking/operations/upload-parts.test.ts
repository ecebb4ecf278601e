import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { sql } from "../../../db/sql.ts";
import type { Loop } from "../../../kernel/ctx.ts";
import { downloadArtifact, listArtifacts } from "../contract/artifacts.ts";
import { createRun } from "../contract/runs.ts";
import { abortUpload, completeUpload, getUpload, openUpload, uploadPart } from "../contract/uploads.ts";
import { partKey, uploadSweep } from "../upload-parts.ts";
import type { World } from "../../../../tests/world.ts";

/** A part's bytes were replaced, and the row that says so was not written: the process died between. */
async function replaced(w: World, uploadId: string, part: number, text: string): Promise<void> {
  await w.services.objects.put(partKey(w.workspaceId, uploadId, part), text);
}

/** Runs the sweep; what it lists is noted in `listed`. */
async function sweep(w: World, loop: Loop = uploadSweep(), listed: string[] = [], now = new Date()): Promise<void> {
  const { objects } = w.services;
  await loop.run({
    services: { ...w.services, objects: { ...objects, list: (prefix) => (listed.push(prefix), objects.list(prefix)) } },
    log: w.services.log,
    now: () => now,
    newId: () => "",
    workspaces: async () => [w.workspaceId],
    transaction: (_ws, body) => w.sql(body),
    call: () => Promise.reject(new Error("the sweep calls nothing")),
  });
}

async function waiting(w: World): Promise<number> {
  let count = 0;
  for await (const object of w.services.objects.list(`w/${w.workspaceId}/uploads/`)) count += object.sizeBytes > 0 ? 1 : 0;
  return count;
}

test("parts that arrive in any order become one artifact, and leave nothing behind", async () => {
  const w = await world();
  const runId = (await w.call(createRun, { projectId: w.projectId })).id;
  const { uploadId } = await w.call(openUpload, { runId, path: "model/weights.bin" });
  const at = { runId, uploadId };
  await w.upload(uploadPart, { ...at, part: 2 }, "world");
  await w.upload(uploadPart, { ...at, part: 1 }, "wrong");
  const first = await w.upload(uploadPart, { ...at, part: 1 }, "hello ");
  assert.deepEqual(
    (await w.call(getUpload, at)).parts.map((p) => [p.part, p.sizeBytes]),
    [
      [1, 6],
      [2, 5],
    ],
  );
  await assert.rejects(w.upload(completeUpload, { ...at, parts: [{ part: 1 }, { part: 3 }] }, ""), /Part 3 .* is not here/);
  await assert.rejects(w.upload(completeUpload, { ...at, parts: [{ part: 1, sha256: "0".repeat(64) }] }, ""), /another one/);
  const made = await w.upload(completeUpload, { ...at, parts: [{ part: 2 }, { part: 1, sha256: first.sha256 }] }, "");
  assert.equal(made.sizeBytes, 11);
  assert.equal((await w.download(downloadArtifact, { runId, path: "model/weights.bin" })).toString(), "hello world");
  await assert.rejects(w.upload(uploadPart, { ...at, part: 3 }, "late"), /There is no upload/);
  await sweep(w);
  assert.equal(await waiting(w), 0);
});

test("an upload is another run's neither to see nor to end, and one dropped makes no artifact", async () => {
  const w = await world();
  const [runId, other] = [(await w.call(createRun, { projectId: w.projectId })).id, (await w.call(createRun, { projectId: w.projectId })).id];
  const { uploadId } = await w.call(openUpload, { runId, path: "a.bin" });
  await w.upload(uploadPart, { runId, uploadId, part: 1 }, "bytes");
  await assert.rejects(w.call(getUpload, { runId: other, uploadId }), /There is no upload/);
  await assert.rejects(w.call(abortUpload, { runId: other, uploadId }), /There is no upload/);
  await assert.rejects(w.call(openUpload, { path: "a.bin" }), /one run or one logged model/);
  await sweep(w);
  assert.equal(await waiting(w), 1, "parts of an open upload stay");
  await w.call(abortUpload, { runId, uploadId });
  await sweep(w);
  assert.equal(await waiting(w), 0);
  assert.deepEqual((await w.call(listArtifacts, { runId })).items, []);
});

test("a part whose bytes are no longer those that were answered is refused, and sent again it fits", async () => {
  const w = await world();
  const runId = (await w.call(createRun, { projectId: w.projectId })).id;
  const { uploadId } = await w.call(openUpload, { runId, path: "weights.bin" });
  const at = { runId, uploadId };
  await w.upload(uploadPart, { ...at, part: 1 }, "hello ");
  const { sha256 } = await w.upload(uploadPart, { ...at, part: 2 }, "world");
  await replaced(w, uploadId, 2, "worl");
  const parts = [{ part: 1 }, { part: 2, sha256 }];
  await assert.rejects(w.upload(completeUpload, { ...at, parts }, ""), /Part 2 .* is another one/);
  await w.upload(uploadPart, { ...at, part: 2 }, "world");
  assert.equal((await w.upload(completeUpload, { ...at, parts }, "")).sizeBytes, 11);
});

test("the object store is asked only about uploads that ended, and once a day about all that lies there", async () => {
  const w = await world();
  const runId = (await w.call(createRun, { projectId: w.projectId })).id;
  const open = async (): Promise<string> => {
    const { uploadId } = await w.call(openUpload, { runId, path: "a.bin" });
    await w.upload(uploadPart, { runId, uploadId, part: 1 }, "bytes");
    return uploadId;
  };
  const [going, dropped, old] = [await open(), await open(), await open()];
  const loop = uploadSweep();
  const start = Date.now();
  const swept = async (afterMs: number): Promise<string[]> => {
    const listed: string[] = [];
    await sweep(w, loop, listed, new Date(start + afterMs));
    return listed.map((prefix) => prefix.replace(`w/${w.workspaceId}/uploads/`, ""));
  };
  assert.deepEqual(await swept(0), [""], "the first of a process looks everywhere");
  assert.deepEqual(await swept(300_000), [], "nothing ended");
  await w.call(abortUpload, { runId, uploadId: dropped });
  await w.sql((tx) => tx.run(sql`update tracking.uploads set created_at = now() - interval '25 hours' where workspace_id = ${w.workspaceId} and id = ${old}`));
  assert.deepEqual((await swept(600_000)).toSorted(), [`${dropped}/`, `${old}/`].toSorted());
  assert.deepEqual(await swept(900_000), [], "what was swept is forgotten");
  await replaced(w, dropped, 7, "late");
  assert.equal(await waiting(w), 2);
  assert.deepEqual(await swept(24 * 3_600_000), [""]);
  assert.equal(await waiting(w), 1);
  await assert.rejects(w.call(getUpload, { runId, uploadId: old }), /There is no upload/);
  assert.equal((await w.call(getUpload, { runId, uploadId: going })).parts.length, 1);
});
