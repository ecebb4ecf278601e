import assert from "node:assert/strict";
import { test } from "node:test";
import { attachment, mediaOf, ownerOf, safePath } from "./artifact-paths.ts";
import { hex, uuidOf } from "./ids.ts";
import { bool, float, fromQuery, int, json, list, map, message, nested, number, oneOf, required, string, unset } from "./proto.ts";
import { cut } from "./validate.ts";

const Item = message({ key: required(string), value: string });
const All = message({
  run_id: required(string),
  max_results: int,
  value: float,
  flag: bool,
  view: oneOf({ ACTIVE_ONLY: 1, ALL: 3 }),
  tags: list(nested(Item)),
  more: map(int),
  any: json,
});

test("fields are read as proto3's JSON writes them", () => {
  const read = All.read({
    runId: "r",
    maxResults: "9007199254740991",
    value: "-Infinity",
    view: 3,
    tags: [{ key: "k" }],
    more: { a: "1" },
    any: [1],
    extra: 1,
    flag: null,
  });
  assert.deepEqual(read, {
    run_id: "r",
    max_results: 9007199254740991,
    value: Number.NEGATIVE_INFINITY,
    view: "ALL",
    tags: [{ key: "k" }],
    more: { a: 1 },
    any: [1],
  });
  assert.ok(Number.isNaN(All.read({ run_id: "r", value: "NaN" }).value));
  assert.equal(All.read({ run_id: "r", value: "1e3", view: "ACTIVE_ONLY" }).value, 1000);
  assert.equal(All.read({ run_uuid: "old" }).run_id, "old");
});

test("what a field is not is named by its path", () => {
  const wrong: [body: unknown, sentence: RegExp][] = [
    [{}, /^Missing value for required parameter 'run_id'\./],
    [{ run_id: "" }, /^Missing value for required parameter 'run_id'\./],
    [{ run_id: "r", tags: [{ key: "a" }, { value: "b" }] }, /'tags\[1\]\.key'/],
    [{ run_id: "r", max_results: 1.5 }, /^Invalid value 1\.5 for parameter 'max_results' supplied/],
    [{ run_id: "r", max_results: true }, /Value was of type 'bool/],
    [{ run_id: "r", value: "nan" }, /'value'/],
    [{ run_id: "r", value: "" }, /'value'/],
    [{ run_id: "r", flag: "true" }, /'flag'/],
    [{ run_id: "r", view: "SOME" }, /'view'/],
    [{ run_id: "r", tags: { z: 1, a: [2] } }, /^Invalid value \{"a":\[2\],"z":1\} for parameter 'tags'/],
    [{ run_id: "r", max_results: 1, maxResults: 1 }, /both 'max_results' and 'maxResults'/],
    ["text", /'request'/],
  ];
  for (const [body, sentence] of wrong) assert.throws(() => All.read(body), { message: sentence });
});

test("a query string repeats lists and spells booleans", () => {
  const List = message({ ids: list(string), flag: bool, n: int });
  assert.deepEqual(List.read(fromQuery(List, { ids: "one", flag: "True", n: "3", other: "x" })), { ids: ["one"], flag: true, n: 3 });
  assert.deepEqual(List.read(fromQuery(List, { ids: ["one", "two"] })), { ids: ["one", "two"] });
  assert.throws(() => fromQuery(List, { flag: "yes" }), /must be 'true' or 'false'/);
});

test("numbers without a JSON form are words, and what is unset is left out", () => {
  assert.deepEqual([number(1), number(Number.NaN), number(-Infinity)], [1, "NaN", "-Infinity"]);
  assert.deepEqual(unset({ a: undefined, b: null, c: [], d: 0, e: "" }), { d: 0, e: "" });
});

test("ids are UUIDs without dashes, and nothing else is one", () => {
  const uuid = "0198c0de-1234-7abc-8def-0123456789ab";
  assert.equal(uuidOf(hex(uuid)), uuid);
  assert.equal(uuidOf("0".repeat(32)), null);
  assert.equal(uuidOf("abc"), null);
});

test("paths are decoded until nothing is left to decode, and may not lead out", () => {
  assert.equal(safePath("a/./b//c%20d/"), "a/b/c d");
  assert.equal(safePath("100%"), "100%");
  assert.equal(safePath("50% off/x%2541"), "50% off/xA");
  for (const path of ["..", "a/../b", "%2e%2e/a", "%252e%252e/a", "/a", "a#b", "a\\b", "C:/x", "file:/x", "a%00", "%ff"])
    assert.throws(() => safePath(path), { message: "Invalid path" }, path);
});

test("a path of the proxy names whose file it is", () => {
  const run = "0198c0de12347abc8def0123456789ab";
  assert.deepEqual(ownerOf(`1/${run}/artifacts/model/artifacts/x`)?.rest, "model/artifacts/x");
  assert.deepEqual(ownerOf(`any/where/${run}/artifacts`)?.owner.kind, "run");
  assert.deepEqual(ownerOf(`1/models/m-${run}/artifacts/MLmodel`), { owner: { kind: "model", id: uuidOf(run) ?? "" }, rest: "MLmodel" });
  assert.deepEqual(ownerOf("1/traces/tr-9/artifacts/traces.json"), { owner: { kind: "trace", id: "tr-9" }, rest: "traces.json" });
  for (const path of ["", "1", `1/${run}`, "artifacts/x", "1/nonsense/artifacts/x"]) assert.equal(ownerOf(path), null, path);
});

test("files are attachments with a name every client can read", () => {
  assert.equal(attachment("a/b.txt"), "attachment; filename=b.txt");
  assert.equal(attachment("my file.txt"), 'attachment; filename="my file.txt"');
  assert.equal(attachment('q"uote.txt'), 'attachment; filename="q\\"uote.txt"');
  assert.equal(attachment("日本.txt"), "attachment; filename=.txt; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt");
  assert.equal(attachment("日本"), "attachment; filename=download; filename*=UTF-8''%E6%97%A5%E6%9C%AC");
  assert.deepEqual(["a.json", "MLmodel", "p.png", "x.unknown", ".hidden"].map(mediaOf), [
    "text/plain",
    "text/plain",
    "image/png",
    "application/octet-stream",
    "application/octet-stream",
  ]);
});

test("a value is cut between characters", () => {
  assert.equal(cut("abc", 3), "abc");
  assert.equal(cut("abcd", 3), "abc");
  assert.equal(cut("ab🎈", 3), "ab");
});

test("words that every object has are no numbers", () => {
  for (const value of ["constructor", "__proto__", "toString"])
    assert.throws(() => All.read({ run_id: "r", value }), { code: "INVALID_PARAMETER_VALUE" }, value);
});
