import assert from "node:assert/strict";
import { test } from "node:test";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";
import { app } from "../../../../tests/harness.ts";
import { authOptions } from "./better-auth.ts";

test("better-auth asks for no table or column that our migration does not make", async () => {
  const { ownerUrl } = await app();
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, options: "-c search_path=identity" });
  try {
    const wanted = await getMigrations({ ...authOptions, database: pool, advanced: { database: { generateId: () => crypto.randomUUID() } } });
    assert.deepEqual(
      wanted.toBeCreated.map((t) => t.table),
      [],
    );
    assert.deepEqual(
      wanted.toBeAdded.map((t) => `${t.table}: ${Object.keys(t.fields).join(", ")}`),
      [],
    );
  } finally {
    await pool.end();
  }
});
