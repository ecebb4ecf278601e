import assert from "node:assert/strict";
import { test } from "node:test";
import { historyWith } from "./model-history.ts";

const entry = (path: string, filling = 0) => ({
  run_id: "1",
  artifact_path: path,
  utc_time_created: "now",
  model_uuid: "2",
  flavors: { sklearn: { code: "x".repeat(filling) } },
});

test("a model joins the list that stands in the tag; what is no list is begun anew", () => {
  assert.deepEqual(historyWith(undefined, entry("a")), [entry("a")]);
  assert.deepEqual(historyWith(JSON.stringify([entry("a")]), entry("b")), [entry("a"), entry("b")]);
  for (const broken of ["{", "3", "{}"]) assert.deepEqual(historyWith(broken, entry("b")), [entry("b")]);
});

test("the oldest leave a full tag, and a model that alone fills it keeps the names of its flavours", () => {
  let text: string | undefined;
  for (let i = 0; i < 10; i += 1) text = JSON.stringify(historyWith(text, entry(`m${i}`, 1500)));
  const left = historyWith(text, entry("last", 1500)).map((m) => m["artifact_path"]);
  assert.deepEqual(left, ["m7", "m8", "m9", "last"]);
  assert.deepEqual(historyWith(text, entry("huge", 9000)), [{ ...entry("huge"), flavors: { sklearn: {} } }]);
});
