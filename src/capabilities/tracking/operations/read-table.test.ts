import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { before, describe, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { duck, literal } from "../../../children/duck-sql.ts";
import { uploadArtifact } from "../contract/artifacts.ts";
import { readTable } from "../contract/tables.ts";
import { aRun } from "../factory.ts";

let w: World;
let runId: string;
before(async () => {
  w = await world();
  runId = await aRun(w);
  await w.upload(
    uploadArtifact,
    { runId, path: "curve.csv" },
    `epoch,loss,note\n${Array.from({ length: 300 }, (_, i) => `${i},${i / 10},"a, ${i}"`).join("\n")}\n`,
  );
  await w.upload(uploadArtifact, { runId, path: "log.jsonl" }, '{"a":1,"b":{"c":[1,2]}}\n{"a":2,"b":null}\n');
});

describe("runs.readTable", () => {
  test("pages through a CSV with types and the number of all rows", async () => {
    const page = await w.call(readTable, { runId, path: "curve.csv", offset: 298, limit: 10 });
    assert.deepEqual(page, {
      columns: [
        { name: "epoch", type: "BIGINT" },
        { name: "loss", type: "DOUBLE" },
        { name: "note", type: "VARCHAR" },
      ],
      rows: [
        [298, 29.8, "a, 298"],
        [299, 29.9, "a, 299"],
      ],
      total: 300,
    });
  });

  test("reads Parquet and nested JSON lines", async () => {
    const scratch = await w.services.objects.scratch();
    const file = `${scratch.path}/t.parquet`;
    await w.services.duckdb.query(duck`copy (select range as n, range % 3 as g from range(1000)) to ${literal(file)} (format parquet)`, { write: [file] });
    const stored = await w.services.objects.putContent(w.workspaceId, createReadStream(file));
    await scratch.remove();
    await w.upload(uploadArtifact, { runId, path: "table.parquet" }, await w.services.objects.get(stored.key));
    const parquet = await w.call(readTable, { runId, path: "table.parquet", limit: 2 });
    assert.deepEqual(
      [parquet.rows, parquet.total],
      [
        [
          [0, 0],
          [1, 1],
        ],
        1000,
      ],
    );
    const lines = await w.call(readTable, { runId, path: "log.jsonl" });
    assert.deepEqual(lines.rows, [
      [1, { c: [1, 2] }],
      [2, null],
    ]);
  });

  test("a file that only calls itself Parquet is refused with the reader's reason and no path of this machine", async () => {
    await w.upload(uploadArtifact, { runId, path: "fake.parquet" }, "not parquet");
    await assert.rejects(w.call(readTable, { runId, path: "fake.parquet" }), (error: Error & { code: string }) => {
      assert.equal(error.code, "invalid_input");
      assert.match(error.message, /fake\.parquet cannot be read as a table/);
      assert.doesNotMatch(error.message, /sha256\//);
      return true;
    });
  });

  test("what is no table is refused by its name", async () => {
    await w.upload(uploadArtifact, { runId, path: "model.bin" }, "x");
    await assert.rejects(w.call(readTable, { runId, path: "model.bin" }), { code: "invalid_input", message: "model.bin is not a table." });
    await assert.rejects(w.call(readTable, { runId, path: "none.csv" }), { code: "not_found" });
  });
});
