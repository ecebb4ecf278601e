import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { previewRows } from "../contract.ts";
import { aDataset, smallCsv } from "../factory.ts";

let w: World;
let small: string;
let large: string;
before(async () => {
  w = await world();
  small = await aDataset(w, smallCsv);
  large = await aDataset(
    w,
    `n,g,t\n${Array.from({ length: 5000 }, (_, i) => `${i},${i % 7},2024-01-${String((i % 28) + 1).padStart(2, "0")} 10:00:00`).join("\n")}\n`,
  );
});

const rows = async (filter: string): Promise<number[]> => (await w.call(previewRows, { datasetId: small, filter })).rowNumbers;

describe("datasets.preview", () => {
  test("pages through all rows in file order by cursor, each row once", async () => {
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await w.call(previewRows, { datasetId: large, limit: 999, ...(cursor ? { cursor } : {}) });
      assert.deepEqual([page.matched, page.total], [5000, 5000]);
      seen.push(...page.items.map((r) => r["n"]));
      cursor = page.nextCursor;
    } while (cursor);
    assert.deepEqual(
      seen,
      Array.from({ length: 5000 }, (_, i) => i),
    );
  });

  test("sorts over the whole version, stably, missing values last, and pages through that order", async () => {
    const down = await w.call(previewRows, { datasetId: small, sort: "income", order: "desc" });
    assert.deepEqual(
      down.items.map((r) => r["income"]),
      [99000, 4200.5, 4200.5, 4100, 3900, 3100, null],
    );
    assert.deepEqual(down.rowNumbers, [6, 1, 4, 7, 3, 5, 2]);
    const first = await w.call(previewRows, { datasetId: large, sort: "g", order: "desc", limit: 700 });
    const second = await w.call(previewRows, { datasetId: large, sort: "g", order: "desc", limit: 700, cursor: first.nextCursor ?? "" });
    assert.deepEqual([first.items[0]?.["n"], second.items.at(-1)?.["g"]], [6, 5]);
    assert.equal(new Set([...first.rowNumbers, ...second.rowNumbers]).size, 1400);
  });

  test("reads backwards from the end, and jumps into the middle", async () => {
    const last = await w.call(previewRows, { datasetId: large, order: "desc", limit: 2 });
    assert.deepEqual(
      last.items.map((r) => r["n"]),
      [4999, 4998],
    );
    const middle = await w.call(previewRows, { datasetId: large, offset: 2500, limit: 2 });
    assert.deepEqual([middle.rowNumbers, middle.items[0]?.["n"]], [[2501, 2502], 2500]);
    const beyond = await w.call(previewRows, { datasetId: large, offset: 9000 });
    assert.deepEqual([beyond.items, beyond.nextCursor], [[], null]);
  });

  test("filters by every form of condition", async () => {
    assert.deepEqual(await rows("age > 30 and city = 'Berlin'"), [2]);
    assert.deepEqual(await rows("age is missing or city is missing"), [3, 5]);
    assert.deepEqual(await rows("not (bought = 'yes') and age is not missing"), [2, 6]);
    assert.deepEqual(await rows("city in ('Bonn', \"Köln\")"), [1, 4, 6, 7]);
    assert.deepEqual(await rows("`city` not in ('Bonn')"), [1, 2, 3, 4]);
    assert.deepEqual(await rows("income between 3000 and 4000"), [3, 5]);
    assert.deepEqual(await rows('"age" <= 31 AND income >= 4200.5'), [1, 4]);
    assert.deepEqual(await rows("city starts with 'kö' or city ends with 'NN'"), [1, 4, 6, 7]);
    assert.deepEqual(await rows("city contains 'erl' and bought != 'yes'"), [2, 3]);
    assert.equal((await w.call(previewRows, { datasetId: large, filter: "t >= '2024-01-28' and g = 6" })).matched, 178);
    assert.deepEqual((await w.call(previewRows, { datasetId: small, q: "BERL" })).rowNumbers, [2, 3]);
  });

  test("shows only the columns asked for, in that order", async () => {
    const page = await w.call(previewRows, { datasetId: small, columns: ["city", "AGE"], limit: 1 });
    assert.deepEqual(
      page.columns.map((c) => c.name),
      ["city", "age"],
    );
    assert.deepEqual(page.items, [{ city: "Köln", age: 31 }]);
  });

  test("a condition that cannot be read is refused with its position", async () => {
    const refused = (filter: string, message: RegExp): Promise<void> => assert.rejects(rows(filter), { code: "invalid_input", message });
    await refused("age >", /character 6: a value is missing/);
    await refused("age > 30 city", /character 10: the rest cannot be read/);
    await refused("age > 'old'", /"age" holds numbers; "old" cannot be compared/);
    await refused("size = 3", /no column "size"/);
    await refused("city = 'x", /' is never closed/);
    await refused("(age > 1", /"\)" is missing/);
    await refused("city = Bonn", /"Bonn" is not a value; text stands in quotes/);
    await refused("age ; drop", /";" is not expected/);
    await refused(`${"not ".repeat(60)}age = 1`, /more than 50 levels/);
    await assert.rejects(w.call(previewRows, { datasetId: large, filter: "t > 'yesterday'" }), /holds dates/);
  });

  test("text that looks like SQL stays text", async () => {
    const evil = "x' or 1=1; drop table profiled; --";
    const datasetId = await aDataset(w, `name,"a"" or 1=1 --"\n"${evil}",1\nother,2\n`);
    const escaped = evil.replaceAll("'", "''");
    assert.deepEqual((await w.call(previewRows, { datasetId, filter: `name = '${escaped}'` })).rowNumbers, [1]);
    assert.deepEqual((await w.call(previewRows, { datasetId, filter: '`a" or 1=1 --` = 2', sort: 'a" or 1=1 --' })).rowNumbers, [2]);
    assert.deepEqual((await w.call(previewRows, { datasetId, q: "') or true --" })).rowNumbers, []);
    for (const filter of ["name = read_text('/etc/passwd')", "1 = 1", "name = 'x' union select 1", "name in (select 1)"])
      await assert.rejects(w.call(previewRows, { datasetId, filter }), { code: "invalid_input" });
  });

  test("a cursor of another filter or order is refused", async () => {
    const { nextCursor } = await w.call(previewRows, { datasetId: large, filter: "g = 1", limit: 5 });
    assert.ok(nextCursor);
    await assert.rejects(w.call(previewRows, { datasetId: large, filter: "g = 2", cursor: nextCursor }), { code: "invalid_input", message: /another filter/ });
    await assert.rejects(w.call(previewRows, { datasetId: large, cursor: "nonsense" }), { code: "invalid_input" });
  });

  test("a column may be called as DuckDB's own row number", async () => {
    const datasetId = await aDataset(w, "file_row_number,row,__proto__\n7,8,9\n1,2,3\n");
    const page = await w.call(previewRows, { datasetId, order: "desc" });
    assert.deepEqual(
      [page.rowNumbers, page.items.map((r) => r["row"])],
      [
        [2, 1],
        [2, 8],
      ],
    );
  });

  test("nobody of another workspace sees a row", async () => {
    const other = await w.outsider();
    await assert.rejects(other.call(previewRows, { datasetId: small }), { code: "not_found" });
  });
});
