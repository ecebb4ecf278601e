import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { addSample, getProfile, profileDataset, uploadDataset } from "../contract.ts";
import type { Profile } from "../contract/profile.ts";
import { smallCsv } from "../factory.ts";
import { getJob } from "../../jobs/contract.ts";

let w: World;
before(async () => {
  w = await world();
});

async function profileOf(datasetId: string): Promise<Profile> {
  const { jobId } = await w.call(profileDataset, { datasetId });
  await w.drainJobs();
  const { profile } = await w.call(getProfile, { datasetId });
  const job = await w.call(getJob, { jobId });
  assert.equal(job.state, "finished", job.error ?? "");
  assert.ok(profile);
  return profile;
}

describe("datasets.profile", () => {
  test("a profile is computed by a job, stored with the version, and read back", async () => {
    const { dataset } = await w.upload(uploadDataset, { projectId: w.projectId, name: "small", target: "bought" }, smallCsv);
    assert.equal((await w.call(getProfile, { datasetId: dataset.id })).ready, false);
    const profile = await profileOf(dataset.id);
    assert.equal(profile.rowCount, 7);
    assert.equal(profile.duplicateRows, 1);
    assert.equal(profile.missingCells, 3);
    const age = profile.columns[0];
    assert.deepEqual([age?.count, age?.missing, age?.distinct, age?.numeric?.min, age?.numeric?.max], [6, 1, 5, 28, 52]);
    assert.deepEqual(profile.columns[2]?.top.slice(0, 2), [
      { value: "Berlin", count: 2 },
      { value: "Bonn", count: 2 },
    ]);
    assert.equal(profile.target, "bought");
  });

  test("the Titanic-shaped sample names its strongest column and its gaps", async () => {
    const { dataset } = await w.call(addSample, { projectId: w.projectId, sample: "titanic" });
    const profile = await profileOf(dataset.id);
    assert.equal(profile.targetAssociations[0]?.column, "Sex");
    assert.ok(profile.columns.find((c) => c.name === "PassengerId")?.idLike);
    assert.ok((profile.columns.find((c) => c.name === "Cabin")?.missing01 ?? 0) > 0.7);
    assert.ok(profile.quality.score > 50 && profile.quality.score < 100);
  });
});
