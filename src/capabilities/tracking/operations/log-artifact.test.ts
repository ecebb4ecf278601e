import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { logArtifact, uploadArtifact } from "../contract/artifacts.ts";
import { aRun } from "../factory.ts";

const w = await world();

test("an object is linked only by the hash of its content", async () => {
  const runId = await aRun(w);
  const secret = await w.services.objects.put(`w/${w.workspaceId}/datasets/private/part-1.parquet`, "rows of another project");
  const own = await w.services.objects.putContent(w.workspaceId, "notes");
  const link = (key: string, object = secret) => w.call(logArtifact, { runId, path: "x.txt", ...object, key });
  await assert.rejects(link(secret.key), /is not stored here/);
  await assert.rejects(link(own.key, { ...own, sha256: secret.sha256 }), /is not stored here/);
  await assert.rejects(link(`w/${w.workspaceId}/../../secrets`), /is not stored here/);
  assert.equal((await link(own.key, own)).sha256, own.sha256);
});

test("paths that leave the folder and media types that are none are refused with the field's name", async () => {
  const runId = await aRun(w);
  for (const path of ["../etc/passwd", "/etc/passwd", "a/../../b", "a/..", "a\\..\\b", "a\n/../b", "a//b", "a/", "a\0b", "a\u007f"])
    await assert.rejects(w.upload(uploadArtifact, { runId, path }, "x"), /path: /, JSON.stringify(path));
  for (const mediaType of ["text/html\r\nset-cookie: a=b", "html", "text/é", ""])
    await assert.rejects(w.upload(uploadArtifact, { runId, path: "a.txt", mediaType }, "x"), /mediaType: a media type/, mediaType);
  await w.upload(uploadArtifact, { runId, path: "..a/b..c/.d", mediaType: "text/csv; charset=utf-8" }, "x");
});
