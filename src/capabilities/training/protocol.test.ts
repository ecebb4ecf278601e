import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { schemas } from "./contract/protocol.ts";

test("the committed schemas of job and events are the ones the contract gives", () => {
  const gen = new URL("../../../gen/", import.meta.url);
  for (const [name, schema] of Object.entries(schemas())) {
    const committed: unknown = JSON.parse(readFileSync(new URL(name, gen), "utf8"));
    assert.deepEqual(committed, JSON.parse(JSON.stringify(schema)), `run node src/capabilities/training/write-schemas.ts and commit gen/${name}`);
  }
});
