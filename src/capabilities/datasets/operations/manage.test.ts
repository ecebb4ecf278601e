import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { sql } from "../../../db/sql.ts";
import { world, type World } from "../../../../tests/harness.ts";
import {
  addSample,
  cleanDataset,
  diffVersions,
  downloadDataset,
  getDataset,
  getProfile,
  getVersion,
  listDatasets,
  listSamples,
  listVersions,
  previewCleaning,
  previewRows,
  profileDataset,
  removeDataset,
  suggestCleaning,
  updateDataset,
  uploadDataset,
  watchDataset,
} from "../contract.ts";
import { aDataset, smallCsv } from "../factory.ts";
import { getAudit, listAudit, undoAudit } from "../../governance/contract.ts";

let w: World;
before(async () => {
  w = await world();
});

/** The newest audit row of an operation. */
async function audited(operation: string): Promise<{ id: string; after: unknown } | undefined> {
  const [row] = (await w.call(listAudit, { operation, limit: 1 })).items;
  return row && { id: row.id, after: (await w.call(getAudit, { auditId: row.id })).payload?.after };
}

describe("datasets.list", () => {
  test("pages by every sort in both orders, each dataset once, and searches names and descriptions", async () => {
    const own = await world();
    for (let i = 0; i < 7; i += 1)
      await own.upload(
        uploadDataset,
        { projectId: own.projectId, name: `List ${i}%`, description: i === 3 ? "the 100_percent one" : "" },
        `a\n${"1\n".repeat(i + 1)}`,
      );
    for (const sort of ["createdAt", "updatedAt", "name", "rowCount", "sizeBytes"] as const)
      for (const order of ["asc", "desc"] as const) {
        const seen: string[] = [];
        let cursor: string | null | undefined;
        do {
          const page = await own.call(listDatasets, { sort, order, limit: 3, ...(cursor ? { cursor } : {}) });
          seen.push(...page.items.map((d) => d.name));
          cursor = page.nextCursor;
        } while (cursor);
        assert.equal(new Set(seen).size, 7, `${sort} ${order}`);
        assert.equal(seen.length, 7);
        if (sort === "name" || sort === "rowCount" || sort === "createdAt") assert.equal(seen[0], order === "asc" ? "List 0%" : "List 6%", sort);
      }
    assert.deepEqual(
      (await own.call(listDatasets, { q: "3%" })).items.map((d) => d.name),
      ["List 3%"],
    );
    assert.deepEqual(
      (await own.call(listDatasets, { q: "100_PER" })).items.map((d) => d.name),
      ["List 3%"],
    );
    assert.equal((await own.call(listDatasets, { q: "1__p" })).items.length, 0);
  });
});

describe("datasets.update and datasets.remove", () => {
  test("a target is named, shown as a role, audited, and taken back by undo", async () => {
    const datasetId = await aDataset(w);
    const after = await w.call(updateDataset, { datasetId, target: "BOUGHT", description: "d" });
    assert.equal(after.target, "bought");
    assert.deepEqual(
      (await w.call(getVersion, { datasetId })).columns.filter((c) => c.role).map((c) => c.name),
      ["bought"],
    );
    const row = await audited("datasets.update");
    assert.deepEqual(row?.after, { name: after.name, description: "d", target: "bought" });
    await w.call(undoAudit, { auditId: row?.id ?? "" });
    assert.deepEqual([(await w.call(getDataset, { datasetId })).target, (await w.call(getDataset, { datasetId })).description], [null, ""]);
  });

  test("an update that changes nothing leaves no audit row; a wrong target and a taken name are refused", async () => {
    const datasetId = await aDataset(w);
    const was = await audited("datasets.update");
    await w.call(updateDataset, { datasetId, description: "" });
    assert.equal((await audited("datasets.update"))?.id, was?.id);
    await assert.rejects(w.call(updateDataset, { datasetId, target: "price" }), { code: "invalid_input", message: /no column "price"/ });
    const other = await aDataset(w);
    const { name } = await w.call(getDataset, { datasetId: other });
    await assert.rejects(w.call(updateDataset, { datasetId, name: name.toUpperCase() }), { code: "conflict" });
  });

  test("a removed dataset is gone from every operation, its name is free, and undo brings it back", async () => {
    const datasetId = await aDataset(w);
    const { name } = await w.call(getDataset, { datasetId });
    await w.call(removeDataset, { datasetId });
    const row = await audited("datasets.remove");
    for (const act of [
      () => w.call(getDataset, { datasetId }),
      () => w.call(getVersion, { datasetId }),
      () => w.call(previewRows, { datasetId }),
      () => w.call(profileDataset, { datasetId }),
      () => w.call(cleanDataset, { datasetId, steps: [{ kind: "dropDuplicates" }] }),
      () => w.call(removeDataset, { datasetId }),
      () => w.download(downloadDataset, { datasetId }),
      () => w.upload(uploadDataset, { projectId: w.projectId, datasetId }, smallCsv),
    ])
      await assert.rejects(act, { code: "not_found" });
    assert.equal((await w.call(listDatasets, { q: name })).items.length, 0);
    await w.call(undoAudit, { auditId: row?.id ?? "" });
    assert.equal((await w.call(getDataset, { datasetId })).name, name);
    assert.equal((await w.call(previewRows, { datasetId })).total, 7);
  });
});

describe("datasets.versions, diff and download", () => {
  test("two versions are compared by columns, types and rows", async () => {
    const datasetId = await aDataset(w, "a,b,c\n1,x,1\n2,y,2\n");
    await w.upload(uploadDataset, { projectId: w.projectId, datasetId }, "a,c,d\n1.5,1,z\n");
    const diff = await w.call(diffVersions, { datasetId, from: 1, to: 2 });
    assert.deepEqual(diff.added, [{ name: "d", type: "string" }]);
    assert.deepEqual(diff.removed, [{ name: "b", type: "string" }]);
    assert.deepEqual(diff.retyped, [{ name: "a", from: "integer", to: "number" }]);
    assert.deepEqual([diff.rows, diff.sameRows], [{ from: 2, to: 1 }, false]);
    assert.equal((await w.call(diffVersions, { datasetId, from: 1, to: 1 })).sameRows, true);
    await assert.rejects(w.call(diffVersions, { datasetId, from: 1, to: 9 }), { code: "not_found" });
    assert.deepEqual(
      (await w.call(listVersions, { datasetId, sort: "rowCount", order: "asc" })).items.map((v) => v.version),
      [2, 1],
    );
  });

  test("a download is the version as CSV, audited, and uploads again to the same rows", async () => {
    const csv = 'n,t,flag,day,big\n1.5,"a ""b"", c",true,2024-02-29,9007199254740993\n,,false,,\n0.1,"x\ny",true,2020-01-01,-1\n';
    const datasetId = await aDataset(w, csv);
    const sent = await w.download(downloadDataset, { datasetId });
    assert.equal(sent.toString("utf8"), csv);
    assert.ok(await audited("datasets.download"));
    const again = await aDataset(w, sent.toString("utf8"));
    const [a, b] = [await w.call(getVersion, { datasetId }), await w.call(getVersion, { datasetId: again })];
    assert.equal(a.sha256, b.sha256);
  });

  test("an object that is gone is named, and nothing is half sent", async () => {
    const datasetId = await aDataset(w);
    const { files } = await w.call(getVersion, { datasetId });
    await w.services.objects.remove(files[0]?.key ?? "");
    await assert.rejects(w.download(downloadDataset, { datasetId }), { code: "not_found", message: /datasets\/.*parquet/ });
    await assert.rejects(w.call(previewRows, { datasetId }), { code: "not_found" });
  });
});

describe("datasets.addSample", () => {
  test("each bundled table arrives with the rows, columns and target it promises", async () => {
    const { items } = await w.call(listSamples, {});
    assert.equal(items.length, 4);
    for (const sample of items) {
      const { dataset, version } = await w.call(addSample, { projectId: w.projectId, sample: sample.sample });
      assert.deepEqual([dataset.rowCount, dataset.columnCount, dataset.target], [sample.rows, sample.columns, sample.target]);
      assert.ok(version.columns.find((c) => c.role === "target"));
    }
    const iris = await w.call(listDatasets, { q: "cancer" });
    const rows = await w.call(previewRows, { datasetId: iris.items[0]?.id ?? "", limit: 1 });
    assert.deepEqual([rows.items[0]?.["mean radius"], rows.items[0]?.["diagnosis"]], [17.99, "malignant"]);
  });

  test("the generated table is the same for the same seed and has the real one's types", async () => {
    const add = async (seed: number) => (await w.call(addSample, { projectId: w.projectId, sample: "titanic", name: w.unique(), seed })).version;
    const [one, same, other] = [await add(1), await add(1), await add(2)];
    assert.equal(one.sha256, same.sha256);
    assert.notEqual(one.sha256, other.sha256);
    assert.deepEqual(
      one.columns.map((c) => c.type),
      ["integer", "integer", "integer", "string", "string", "number", "integer", "integer", "string", "number", "string", "string"],
    );
  });
});

describe("datasets.suggestCleaning", () => {
  test("proposes steps with the effect that running them has", async () => {
    const { dataset } = await w.call(addSample, { projectId: w.projectId, sample: "titanic", name: w.unique() });
    const { suggestions, steps } = await w.call(suggestCleaning, { datasetId: dataset.id });
    assert.deepEqual(
      steps.map((s) => s.kind),
      ["dropColumns", "impute"],
    );
    const [drop] = steps;
    assert.ok(drop?.kind === "dropColumns" && drop.columns.includes("Cabin") && drop.columns.includes("PassengerId") && !drop.columns.includes("Survived"));
    for (const suggestion of suggestions) {
      const { total } = await w.call(previewCleaning, { datasetId: dataset.id, steps: [suggestion.step], rows: 0 });
      assert.deepEqual(suggestion.effect, total, suggestion.title);
    }
    const profile = await w.call(getProfile, { datasetId: dataset.id });
    assert.equal(profile.ready, false);
  });
});

describe("datasets.watch", () => {
  test("tells the present state at once and again when a version is added", async () => {
    const datasetId = await aDataset(w);
    let added = false;
    const events = await w.watch(watchDataset, { datasetId }, (seen) => {
      if (seen.length === 1 && !added) {
        added = true;
        void w.upload(uploadDataset, { projectId: w.projectId, datasetId }, "z\n1\n");
      }
      return seen.length >= 2;
    });
    assert.deepEqual(
      events.map((e) => e.dataset.latestVersion),
      [1, 2],
    );
  });
});

describe("another workspace", () => {
  test("reads, changes and removes nothing of a dataset", async () => {
    const datasetId = await aDataset(w);
    const thief = await w.outsider();
    for (const act of [
      () => thief.call(getDataset, { datasetId }),
      () => thief.call(getVersion, { datasetId }),
      () => thief.call(listVersions, { datasetId }),
      () => thief.call(getProfile, { datasetId }),
      () => thief.call(suggestCleaning, { datasetId }),
      () => thief.call(previewCleaning, { datasetId, steps: [{ kind: "dropDuplicates" }] }),
      () => thief.call(updateDataset, { datasetId, name: "mine" }),
      () => thief.call(removeDataset, { datasetId }),
      () => thief.download(downloadDataset, { datasetId }),
      () => thief.upload(uploadDataset, { projectId: thief.projectId, datasetId }, smallCsv),
      () => thief.upload(uploadDataset, { projectId: w.projectId, name: "x" }, smallCsv),
      () => thief.call(addSample, { projectId: w.projectId, sample: "wine" }),
    ])
      await assert.rejects(act, { code: "not_found" });
    assert.equal((await w.call(getDataset, { datasetId })).latestVersion, 1);
  });

  test("sees no row even where a statement forgets its workspace", async () => {
    const datasetId = await aDataset(w);
    const thief = await w.outsider();
    for (const table of ["datasets", "versions", "files", "profiles"]) {
      const seen = await thief.sql((tx) => tx.rows({ text: `select * from datasets.${table}`, values: [] }));
      assert.ok(!JSON.stringify(seen).includes(datasetId), table);
    }
    await assert.rejects(
      thief.sql((tx) =>
        tx.run(
          sql`insert into datasets.datasets (workspace_id, id, project_id, name, created_by) values (${w.workspaceId}, ${crypto.randomUUID()}, ${w.projectId}, 'x', 'x')`,
        ),
      ),
      /row-level security/,
    );
  });
});
