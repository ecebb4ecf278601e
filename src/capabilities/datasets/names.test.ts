import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { world, type World } from "../../../tests/harness.ts";
import { cancelJob, getJob } from "../jobs/contract.ts";
import { cleanDataset, downloadDataset, getProfile, getVersion, previewCleaning, previewRows, profileDataset, suggestCleaning } from "./contract.ts";
import type { Step } from "./contract/cleaning.ts";
import { aDataset } from "./factory.ts";

let w: World;
before(async () => {
  w = await world();
});

const awkward = ["it's", 'say "hi"', "Cost $1", "a;b", "select", "名前 🚀", "back`tick", "new\nline", "row", "x.y"];

describe("column names of any kind", () => {
  test("go through upload, preview, profile, cleaning and download unharmed", async () => {
    const header = awkward.map((n) => `"${n.replaceAll('"', '""')}"`).join(",");
    const csv = `${header}\n${Array.from({ length: 30 }, (_, i) => awkward.map((_n, c) => (c % 2 === 0 ? (i % 9 === c ? "" : i * c) : `v${i % 3}`)).join(",")).join("\n")}\n`;
    const datasetId = await aDataset(w, csv, "Cost $1");
    assert.deepEqual(
      (await w.call(getVersion, { datasetId })).columns.map((c) => c.name),
      awkward,
    );
    for (const name of awkward.filter((n) => !n.includes("`")))
      assert.ok((await w.call(previewRows, { datasetId, sort: name, filter: `\`${name}\` is not missing`, columns: [name] })).matched >= 26, name);
    assert.equal((await w.call(previewRows, { datasetId, filter: "`back``tick` is not missing" })).matched, 27);
    const steps: Step[] = [
      { kind: "impute", strategy: "auto" },
      { kind: "dropDuplicates", columns: awkward.slice(0, 3) },
      { kind: "clip", columns: ["Cost $1"], upper: 20 },
    ];
    const preview = await w.call(previewCleaning, { datasetId, steps: steps });
    assert.ok(preview.total.cellsChanged > 0);
    await w.call(suggestCleaning, { datasetId });
    await w.call(profileDataset, { datasetId });
    const { jobId } = await w.call(cleanDataset, { datasetId, steps: steps });
    await w.drainJobs();
    assert.equal((await w.call(getJob, { jobId })).state, "finished");
    assert.deepEqual(
      (await w.call(getVersion, { datasetId, version: 2 })).columns.map((c) => c.name),
      awkward,
    );
    const { profile } = await w.call(getProfile, { datasetId, version: 1 });
    assert.deepEqual(
      profile?.columns.map((c) => c.name),
      awkward,
    );
    assert.ok((await w.download(downloadDataset, { datasetId, version: 1 })).toString("utf8").startsWith('it\'s,"say ""hi""",'));
  });
});

test("a cancelled profile job stops and stores nothing", async () => {
  const datasetId = await aDataset(w);
  const { jobId } = await w.call(profileDataset, { datasetId });
  await w.call(cancelJob, { jobId });
  await w.drainJobs();
  assert.equal((await w.call(getJob, { jobId })).state, "cancelled");
  assert.equal((await w.call(getProfile, { datasetId })).ready, false);
});
