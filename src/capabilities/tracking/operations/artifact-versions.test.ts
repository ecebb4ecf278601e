import assert from "node:assert/strict";
import { before, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { anArtifactVersion, md5 } from "../artifact-factory.ts";
import { listArtifactCollections } from "../contract/artifact-collections.ts";
import {
  commitArtifactVersion,
  createArtifactVersion,
  deleteArtifactVersion,
  downloadVersionFile,
  findArtifactVersion,
  listArtifactVersions,
  listVersionFiles,
  manifestFolder,
  updateArtifactVersion,
  uploadVersionFile,
  useArtifactVersion,
} from "../contract/artifact-versions.ts";
import { createExperiment } from "../contract/experiments.ts";
import { createRun } from "../contract/runs.ts";

let w: World;
let experimentId: string;
const type = "dataset";

before(async () => {
  w = await world();
  experimentId = (await w.call(createExperiment, { projectId: w.projectId, name: "artifacts" })).id;
});

async function version(name: string, files: Record<string, string>, extra: { aliases?: string[]; clientId?: string; runId?: string } = {}) {
  const made = await w.call(createArtifactVersion, { experimentId, name, type, digest: md5(JSON.stringify(files)), ...extra });
  for (const [path, text] of Object.entries(files)) await w.upload(uploadVersionFile, { versionId: made.id, path, md5: md5(text) }, text);
  const entries = Object.entries(files).map(([path, text]) => ({ path, sizeBytes: text.length }));
  return await w.call(commitArtifactVersion, { versionId: made.id, entries });
}

test("versions count from 0, latest follows the newest and other aliases move when given again", async () => {
  const first = await version("pets", { "a.txt": "one" }, { aliases: ["best"] });
  const second = await version("pets", { "a.txt": "two", "b/c.txt": "three" }, { aliases: ["best"] });
  assert.deepEqual([first.version, first.aliases], [0, ["best", "latest"]]);
  assert.deepEqual([second.version, second.aliases, second.sizeBytes, second.fileCount], [1, ["best", "latest"], 8, 2]);
  const v0 = await w.call(findArtifactVersion, { experimentId, name: "pets", alias: "v0" });
  assert.deepEqual([v0.id, v0.aliases], [first.id, []]);
  assert.equal((await w.call(findArtifactVersion, { experimentId, name: "pets", alias: "latest" })).id, second.id);
  assert.equal((await w.download(downloadVersionFile, { versionId: second.id, path: "b/c.txt" })).toString(), "three");
  assert.deepEqual(
    (await w.call(listVersionFiles, { versionId: second.id })).items.map((f) => f.path),
    ["a.txt", "b/c.txt"],
  );
  assert.deepEqual(
    (await w.call(listArtifactCollections, { experimentId, q: "pet" })).items.map((c) => [c.name, c.versionCount]),
    [["pets", 2]],
  );
});

test("the same content again is the same version, found by either client's id", async () => {
  const first = await version("same", { "a.txt": "one" }, { clientId: "c1" });
  await version("same", { "a.txt": "two" });
  const again = await w.call(createArtifactVersion, { experimentId, name: "same", type, digest: first.digest, clientId: "c2", aliases: ["latest", "x"] });
  assert.deepEqual([again.id, again.state, again.aliases], [first.id, "committed", ["latest", "x"]]);
  for (const clientId of ["c1", "c2"])
    assert.deepEqual(
      (await w.call(listArtifactVersions, { clientId })).items.map((v) => v.id),
      [first.id],
    );
});

test("a client that comes again before it committed goes on with its version", async () => {
  const input = { experimentId, name: "again", type, digest: "d", clientId: "again" };
  const first = await w.call(createArtifactVersion, input);
  assert.equal((await w.call(createArtifactVersion, input)).id, first.id);
  assert.notEqual((await w.call(createArtifactVersion, { ...input, clientId: "other" })).id, first.id);
});

test("a version with a missing file is not committed, and other bytes than announced are refused", async () => {
  const { id } = await w.call(createArtifactVersion, { experimentId, name: "holes", type, digest: "x" });
  await assert.rejects(w.upload(uploadVersionFile, { versionId: id, path: "a", md5: md5("one") }, "two"), { code: "invalid_input" });
  await assert.rejects(w.call(commitArtifactVersion, { versionId: id, entries: [{ path: "a", sizeBytes: 3 }] }), { code: "checks_failed" });
  await assert.rejects(w.call(commitArtifactVersion, { versionId: id, entries: [{ path: `${manifestFolder}m`, sizeBytes: 3 }] }), { code: "invalid_input" });
  await assert.rejects(w.call(findArtifactVersion, { experimentId, name: "holes", alias: "v0" }), { code: "not_found" });
});

test("a version takes files over from an earlier one of its project, never from another's", async () => {
  const first = await version("base", { "a.txt": "one" });
  const next = await w.call(createArtifactVersion, { experimentId, name: "base", type, digest: "next" });
  const entries = [
    { path: "a.txt", sizeBytes: 3, fromVersionId: first.id },
    { path: "far", sizeBytes: 9, uri: "s3://bucket/far" },
  ];
  const done = await w.call(commitArtifactVersion, { versionId: next.id, entries });
  assert.equal((await w.download(downloadVersionFile, { versionId: done.id, path: "a.txt" })).toString(), "one");
  assert.deepEqual((await w.call(listVersionFiles, { versionId: done.id, prefix: "far" })).items, [
    { path: "far", sizeBytes: 9, mediaType: null, sha256: null, uri: "s3://bucket/far" },
  ]);
  const foreign = await anArtifactVersion(await w.outsider());
  const thief = await w.call(createArtifactVersion, { experimentId, name: "thief", type, digest: "t" });
  const stolen = [{ path: "labels.csv", sizeBytes: 14, fromVersionId: foreign.versionId }];
  await assert.rejects(w.call(commitArtifactVersion, { versionId: thief.id, entries: stolen }), { code: "checks_failed" });
});

test("lineage: what a run made and what it used", async () => {
  const runId = (await w.call(createRun, { projectId: w.projectId })).id;
  const made = await version("made", { "a.txt": "by run" }, { runId });
  const used = await version("used", { "a.txt": "for run" });
  await w.call(useArtifactVersion, { versionId: used.id, runId });
  await w.call(useArtifactVersion, { versionId: used.id, runId });
  const ids = async (relation: "made" | "used") => (await w.call(listArtifactVersions, { runId, relation })).items.map((v) => v.id);
  assert.deepEqual([await ids("made"), await ids("used")], [[made.id], [used.id]]);
});

test("description, tags and aliases change; the files of a committed version do not", async () => {
  const v = await version("words", { "a.txt": "one" });
  const after = await w.call(updateArtifactVersion, {
    versionId: v.id,
    description: "cats",
    metadata: '{"rows":1}',
    addTags: ["clean"],
    addAliases: ["prod"],
    removeAliases: ["latest"],
  });
  assert.deepEqual([after.description, after.metadata, after.tags, after.aliases], ["cats", '{"rows":1}', ["clean"], ["prod"]]);
  await assert.rejects(w.upload(uploadVersionFile, { versionId: v.id, path: "b" }, "x"), { code: "conflict" });
  await assert.rejects(w.call(updateArtifactVersion, { versionId: v.id, addAliases: ["v7"] }), { code: "invalid_input" });
  await assert.rejects(w.call(createArtifactVersion, { experimentId, name: "words", type: "model", digest: "z" }), { code: "conflict" });
});

test("a version with aliases is deleted only with them, and its number is not used again", async () => {
  const v = await version("gone", { "a.txt": "one" });
  await assert.rejects(w.call(deleteArtifactVersion, { versionId: v.id }), { code: "conflict" });
  assert.equal((await w.call(deleteArtifactVersion, { versionId: v.id, aliasesToo: true })).state, "deleted");
  await assert.rejects(w.download(downloadVersionFile, { versionId: v.id, path: "a.txt" }), { code: "not_found" });
  assert.equal((await version("gone", { "a.txt": "one" })).version, 1);
});
