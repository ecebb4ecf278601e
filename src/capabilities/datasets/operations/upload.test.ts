import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { before, describe, test } from "node:test";
import { sql } from "../../../db/sql.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { world, type World } from "../../../../tests/harness.ts";
import { getVersion, listDatasets, listVersions, previewRows, uploadDataset } from "../contract.ts";
import { smallCsv } from "../factory.ts";

let w: World;
before(async () => {
  w = await world();
});

const send = (csv: string | Uint8Array | Readable, extra: object = {}, filename = "table.csv") =>
  w.upload(uploadDataset, { projectId: w.projectId, name: `t ${w.unique()}`, ...extra }, csv, filename);

/** Objects, rows and scratch folders of this workspace; a refusal must leave all of them as they were. */
async function traces(): Promise<string> {
  const keys: string[] = [];
  for await (const info of w.services.objects.list(`w/${w.workspaceId}/`)) keys.push(info.key);
  const rows = await w.sql((tx) =>
    tx.rows(sql`select (select count(*) from datasets.datasets where workspace_id = ${w.workspaceId}) as datasets,
      (select count(*) from datasets.versions where workspace_id = ${w.workspaceId}) as versions,
      (select count(*) from datasets.files where workspace_id = ${w.workspaceId}) as files`),
  );
  const scratch = await w.services.objects.scratch();
  const { readdir } = await import("node:fs/promises");
  const { dirname } = await import("node:path");
  const folders = (await readdir(dirname(scratch.path))).length;
  await scratch.remove();
  return JSON.stringify({ keys, rows, folders });
}

async function refused(csv: string | Uint8Array | Readable, extra: object = {}, filename = "table.csv"): Promise<Refusal> {
  const was = await traces();
  const error = await send(csv, extra, filename).then(
    () => assert.fail("the upload was accepted"),
    (e: unknown) => e,
  );
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(await traces(), was, "something was left behind");
  assert.ok(error.fix.length > 10);
  return error;
}

describe("datasets.upload", () => {
  test("a CSV becomes version 1 with types, counts, hash and one Parquet object", async () => {
    const { dataset, version } = await send(smallCsv, { target: "BOUGHT", description: "who" }, "who.csv");
    assert.equal(version.version, 1);
    assert.deepEqual(version.columns, [
      { name: "age", type: "integer" },
      { name: "income", type: "number" },
      { name: "city", type: "string" },
      { name: "bought", type: "string", role: "target" },
    ]);
    assert.equal(version.rowCount, 7);
    assert.equal(dataset.rowCount, 7);
    assert.equal(dataset.target, "bought");
    assert.equal(version.source?.filename, "who.csv");
    assert.match(version.sha256, /^[0-9a-f]{64}$/);
    assert.equal(version.files.length, 1);
    const [file] = version.files;
    assert.ok(file);
    assert.equal((await w.services.objects.stat(file.key))?.sizeBytes, file.sizeBytes);
    assert.ok(file.key.startsWith(`w/${w.workspaceId}/datasets/${dataset.id}/`));
    assert.deepEqual((await w.call(getVersion, { datasetId: dataset.id })).columns, version.columns);
  });

  test("without a name the dataset is called after the file", async () => {
    const { dataset } = await w.upload(uploadDataset, { projectId: w.projectId }, smallCsv, "C:\\data\\Sales 2024.csv");
    assert.equal(dataset.name, "Sales 2024");
  });

  test("a second upload to the same dataset makes version 2 and keeps version 1", async () => {
    const { dataset } = await send(smallCsv);
    const again = await send("a,b\n1,2\n", { datasetId: dataset.id });
    assert.equal(again.version.version, 2);
    assert.equal(again.dataset.latestVersion, 2);
    const { items } = await w.call(listVersions, { datasetId: dataset.id });
    assert.deepEqual(
      items.map((v) => [v.version, v.columnCount, v.rowCount]),
      [
        [2, 2, 1],
        [1, 4, 7],
      ],
    );
  });

  test("twenty uploads at once to one dataset make twenty versions", async () => {
    const { dataset } = await send(smallCsv);
    await Promise.all(Array.from({ length: 20 }, (_, i) => send(`a\n${i}\n`, { datasetId: dataset.id })));
    const { items } = await w.call(listVersions, { datasetId: dataset.id, limit: 100 });
    assert.deepEqual(
      items.map((v) => v.version),
      Array.from({ length: 21 }, (_, i) => 21 - i),
    );
  });

  test("types are inferred over all rows, not the first ones", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) =>
      i === 59_999 ? "late,x1,0012,99999999999999999999,5.0,TRUE,2024-02-29 10:00" : `${i},${i},7,5,3,false,2024-01-01`,
    );
    const { version } = await send(`late,mixed,zip,long,float,flag,at\n${rows.join("\n")}\n`);
    assert.deepEqual(
      version.columns.map((c) => c.type),
      ["string", "string", "string", "string", "number", "boolean", "timestamp"],
    );
  });

  test("missing markers, quotes, blank lines, tabs, semicolons with decimal commas, CR and mixed line ends are read", async () => {
    const read = async (csv: string): Promise<unknown[]> => {
      const { dataset } = await send(csv);
      return (await w.call(previewRows, { datasetId: dataset.id })).items;
    };
    assert.deepEqual(await read('a\tb\n"x ""y"""\t1\nNA\t\n\nz\tn/a\n'), [
      { a: 'x "y"', b: 1 },
      { a: null, b: null },
      { a: "z", b: null },
    ]);
    assert.deepEqual(await read("a;b\n1,5;x\n-2,25;y\n"), [
      { a: 1.5, b: "x" },
      { a: -2.25, b: "y" },
    ]);
    assert.deepEqual(await read("a,b\r1,2\r3,4\r"), [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
    assert.deepEqual(await read('a,b\n1,2\r\n3,"x\r\ny"\n5,6\r\n'), [
      { a: 1, b: "2" },
      { a: 3, b: "x\ny" },
      { a: 5, b: "6" },
    ]);
    assert.deepEqual(await read("\ufeffa,b\n9007199254740993,2024-02-29\n"), [{ a: "9007199254740993", b: "2024-02-29" }]);
    assert.deepEqual(await read("1,2\n3,4\n"), [
      { c1: 1, c2: 2 },
      { c1: 3, c2: 4 },
    ]);
  });

  test("Latin-1, UTF-16 and a named encoding arrive as the letters they are", async () => {
    const cities = async (bytes: Uint8Array, extra: object = {}): Promise<unknown[]> => {
      const { dataset } = await send(bytes, extra);
      return (await w.call(previewRows, { datasetId: dataset.id })).items.map((row) => row["city"]);
    };
    assert.deepEqual(await cities(Buffer.from("city,n\nKöln,1\nMálaga,2\n", "latin1")), ["Köln", "Málaga"]);
    assert.deepEqual(await cities(Buffer.from("\ufeffcity,n\nKöln,1\n東京,2\n", "utf16le")), ["Köln", "東京"]);
    assert.deepEqual(await cities(Buffer.from("\ufeffcity,n\nKöln,1\n東京,2\n", "utf16le").swap16()), ["Köln", "東京"]);
    assert.deepEqual(
      await cities(Buffer.from([..."city,n\n"].map((c) => c.charCodeAt(0)).concat([0x93, 0x8c, 0x8b, 0x9e, 0x2c, 0x31, 0x0a])), { encoding: "shift_jis" }),
      ["東京"],
    );
  });

  test("5,000 columns are taken", async () => {
    const names = Array.from({ length: 5000 }, (_, i) => `f${i}`);
    const rows = Array.from({ length: 40 }, (_, r) => names.map((_n, i) => (i % 3 === 0 ? `v${r % 4}` : (r * 7 + i) % 11)).join(","));
    const { version } = await send([names.join(","), ...rows, ""].join("\n"));
    assert.equal(version.columns.length, 5000);
    assert.equal(version.rowCount, 40);
  });

  test("a name that the project already has is refused before any byte moves", async () => {
    await send(smallCsv, { name: "Taken" });
    const body = Readable.from(
      (async function* () {
        assert.fail("a byte was read");
        yield "";
      })(),
    );
    assert.equal((await refused(body, { name: "taken" })).code, "conflict");
  });
});

describe("datasets.upload refuses and leaves nothing behind", () => {
  const cases: [title: string, body: string | Uint8Array, message: RegExp, extra?: object][] = [
    ["a file of 0 bytes", "", /empty \(0 bytes\)/],
    ["white space only", "\n \n\n", /nothing but white space/],
    ["a picture named .csv", Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), randomBytes(2000)]), /PNG picture/],
    ["a workbook named .csv", Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), randomBytes(2000)]), /Excel workbook/],
    ["random bytes named .csv", Buffer.concat([Buffer.from("a,b\n"), Buffer.alloc(64), randomBytes(5000)]), /binary data \(a zero byte at offset 4\)/],
    ["a zero byte deep inside", `a,b\n${"1,2\n".repeat(60_000)}1,\0\n`, /zero byte at offset 240006/],
    ["a row with too few columns", "a,b,c\n1,2,3\n4,5\n6,7,8\n", /row 3 has 2 columns instead of 3/],
    ["a row with too many columns", `a,b\n${"1,2\n".repeat(50_000)}1,2,3\n`, /row 50002 has 3 columns instead of 2/],
    ["a quotation mark that is never closed", 'a,b\n1,"x\n2,y\n3,z\n', /row 2 has a quotation mark that is never closed/],
    ["a header only", "a,b,c\n", /header and no rows/],
    ["a header used twice", "a,b,A\n1,2,3\n", /more than once: "A" \(columns 1 and 3\)/],
    ["an empty column name", "a,,c\n1,2,3\n", /no name for column 2 of 3/],
    ["a column name beyond 200 characters", `a,${"x".repeat(201)}\n1,2\n`, /name of column 2 has 201 characters/],
    ["more than 5,000 columns", `${Array.from({ length: 5001 }, (_, i) => `c${i}`).join(",")}\n${"1,".repeat(5000)}1\n`, /5001 columns; at most 5000/],
    ["damaged UTF-8", Buffer.concat([Buffer.from("city,n\nKöln,1\n東京,2\n"), Buffer.from([0xff, 0xfe, 0x2c, 0x33, 0x0a])]), /not well-formed UTF-8.*line 4/],
    [
      "an encoding that must be named",
      Buffer.from([0x93, 0x8c, 0x8b, 0x9e, 0x2c, 0x61, 0x0a, 0x93, 0x8c, 0x2c, 0x31, 0x0a]),
      /neither UTF-8 nor Western European/,
    ],
    ["an encoding named wrongly", Buffer.from("city\nKöln\n", "latin1"), /not well-formed UTF-8/, { encoding: "utf-8" }],
    ["a target that is no column", smallCsv, /no column "price" to be the target/, { target: "price" }],
  ];
  for (const [title, body, message, extra] of cases)
    test(title, async () => {
      const error = await refused(body, extra);
      assert.equal(error.code, "invalid_input");
      assert.match(error.message, message);
    });

  test("an upload that breaks off", async () => {
    const body = Readable.from(
      (async function* () {
        yield Buffer.from("a,b\n1,2\n".repeat(1000));
        throw new Error("socket hang up");
      })(),
    );
    assert.match((await refused(body)).message, /broke off after 8000 bytes; nothing was kept/);
  });

  test("a dataset of another project, and one of another workspace", async () => {
    const other = await w.outsider();
    const theirs = (await other.upload(uploadDataset, { projectId: other.projectId, name: "theirs" }, smallCsv)).dataset;
    assert.equal((await refused(smallCsv, { datasetId: theirs.id })).code, "not_found");
    assert.equal((await w.call(listDatasets, { q: "theirs" })).items.length, 0);
  });

  test("a viewer", async () => {
    const was = await traces();
    await assert.rejects(w.as("viewer").upload(uploadDataset, { projectId: w.projectId, name: "mine" }, smallCsv), { code: "forbidden" });
    assert.equal(await traces(), was);
  });
});
