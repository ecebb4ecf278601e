import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { planners } from "../planners/dispatch.ts";
import { listed } from "../planners/weights.ts";
import { corpus } from "./expand.ts";
import { learn } from "./learn.ts";

const said = corpus("en");

test("every operation the assistant plans has at least 60 different sentences in the corpus", () => {
  for (const operation of Object.keys(planners)) {
    const texts = new Set(said.filter((s) => s.meaning === operation).map((s) => s.text));
    assert.ok(texts.size >= 60, `${operation} has ${texts.size}`);
  }
});

test("the committed weights are what the corpus teaches", () => {
  const committed = readFileSync(new URL("../../../../gen/assistant/en.json", import.meta.url), "utf8");
  assert.ok(listed(learn(said)) === committed, "run node src/capabilities/assistant/write-weights.ts and commit gen/assistant/en.json");
});
