import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { schemaText } from "../../scripts/lib/schema.ts";
import { migrate, type MigrationSource } from "../../src/db/migrate.ts";
import { capabilities } from "../../src/main/capabilities.ts";
import { emptyDatabase, type Empty } from "./empty.ts";

async function withEmpty(body: (db: Empty) => Promise<void>): Promise<void> {
  const db = await emptyDatabase();
  try {
    await body(db);
  } finally {
    await db.drop();
  }
}

async function ran(db: Empty): Promise<string[]> {
  const { rows } = await db.root.query<{ id: string }>("select id from core.migrations order by id");
  return rows.map((row) => row.id);
}

test("twenty starts at once on an empty database run every migration exactly once, and a later start runs none", async () => {
  await withEmpty(async (db) => {
    const starts = await Promise.all(Array.from({ length: 20 }, () => migrate(db.ownerUrl, capabilities, "lumina_app")));
    const applied = starts.flat();
    assert.ok(applied.length > capabilities.length, `${applied.length} migrations`);
    assert.equal(new Set(applied).size, applied.length, "a migration ran twice");
    assert.deepEqual(applied.toSorted(), await ran(db));
    assert.deepEqual(await migrate(db.ownerUrl, capabilities, "lumina_app"), []);
  });
});

test("the schema is the one of docs/schema.sql (node scripts/schema.ts)", async () => {
  await withEmpty(async (db) => {
    await migrate(db.ownerUrl, capabilities, "lumina_app");
    assert.equal(await schemaText(db.root), readFileSync(new URL("../../docs/schema.sql", import.meta.url), "utf8"));
  });
});

test("a migration that fails leaves nothing of itself, keeps those before it, and says its name; mended, it runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lumina-migrations-"));
  const source: MigrationSource = { name: "probe", migrations: pathToFileURL(`${folder}/`) };
  writeFileSync(join(folder, "20300101000000-first.sql"), "create table core.first (id int);");
  writeFileSync(join(folder, "20300101000001-second.sql"), "create table core.second (id int); select 1 / 0;");
  try {
    await withEmpty(async (db) => {
      await assert.rejects(migrate(db.ownerUrl, [source], "lumina_app"), /probe\/20300101000001-second\.sql failed: division by zero/);
      const { rows } = await db.root.query("select to_regclass('core.first') is not null as first, to_regclass('core.second') is not null as second");
      assert.deepEqual(rows, [{ first: true, second: false }]);
      writeFileSync(join(folder, "20300101000001-second.sql"), "create table core.second (id int);");
      assert.deepEqual(await migrate(db.ownerUrl, [source], "lumina_app"), ["probe/20300101000001-second.sql"]);
      writeFileSync(join(folder, "20300101000000-first.sql"), "create table core.first (id bigint);");
      await assert.rejects(migrate(db.ownerUrl, [source], "lumina_app"), /20300101000000-first\.sql ran before and was edited since/);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
