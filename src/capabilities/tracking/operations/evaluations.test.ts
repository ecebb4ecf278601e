import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import {
  addEvaluationExperiments,
  createEvaluation,
  deleteEvaluation,
  deleteEvaluationTags,
  deleteRecords,
  evaluationExperiments,
  getEvaluation,
  listRecords,
  mergeRecords,
  removeEvaluationExperiments,
  searchEvaluations,
  setEvaluationTags,
} from "../contract/evaluation.ts";
import { createExperiment } from "../contract/experiments.ts";
import { anEvaluation } from "../model-factory.ts";

const w = await world();

async function empty(): Promise<string> {
  return (await w.call(createEvaluation, { projectId: w.projectId, name: w.unique() })).id;
}

test("records with the same inputs are one: expectations and tags are merged, outputs replaced, the rest stays", async () => {
  const evaluationId = await empty();
  const source = { type: "TRACE" as const, data: { trace_id: "tr-1" } };
  const first = { inputs: { q: "Who?", n: 1 }, outputs: "Me", expectations: { a: 1 }, tags: { t: "x" }, source };
  assert.deepEqual(await w.call(mergeRecords, { evaluationId, records: [first, { inputs: { q: "Where?" } }] }), { inserted: 2, updated: 0 });
  const again = { inputs: { n: 1, q: "Who?" }, expectations: { b: [2] }, tags: { u: "y" } };
  assert.deepEqual(await w.call(mergeRecords, { evaluationId, records: [again, { ...again, outputs: { x: null } }] }), { inserted: 0, updated: 2 });
  const [record, other] = (await w.call(listRecords, { evaluationId })).items;
  assert.deepEqual(
    [record?.inputs, record?.outputs, record?.expectations, record?.tags, record?.source],
    [{ q: "Who?", n: 1 }, { x: null }, { a: 1, b: [2] }, { t: "x", u: "y" }, source],
  );
  assert.deepEqual([other?.outputs, other?.expectations, other?.source], [null, null, null]);
});

test("schema, count and digest follow the records", async () => {
  const evaluationId = await empty();
  const fresh = await w.call(getEvaluation, { evaluationId });
  assert.deepEqual([fresh.schema, fresh.recordCount], [null, 0]);
  await w.call(mergeRecords, { evaluationId, records: [{ inputs: { q: "?", n: 0.5, deep: {} }, outputs: "text", expectations: { ok: true } }] });
  const { schema, recordCount, digest } = await w.call(getEvaluation, { evaluationId });
  assert.deepEqual(schema, { inputs: { q: "string", n: "float", deep: "object" }, outputs: "string", expectations: { ok: "boolean" }, version: "1.0" });
  assert.equal(recordCount, 1);
  assert.match(digest, /^[0-9a-f]{8}$/);
  const { items } = await w.call(listRecords, { evaluationId });
  assert.deepEqual(await w.call(deleteRecords, { evaluationId, recordIds: [items[0]?.id ?? "", crypto.randomUUID()] }), { deleted: 1 });
  assert.equal((await w.call(getEvaluation, { evaluationId })).recordCount, 0);
});

test("many callers at once add each record once", async () => {
  const evaluationId = await empty();
  const records = Array.from({ length: 20 }, (_, n) => ({ inputs: { n } }));
  const counts = await Promise.all(Array.from({ length: 6 }, () => w.call(mergeRecords, { evaluationId, records })));
  assert.equal(
    counts.reduce((sum, c) => sum + c.inserted, 0),
    20,
  );
  assert.equal((await w.call(getEvaluation, { evaluationId })).recordCount, 20);
});

test("records come oldest first, in pages", async () => {
  const evaluationId = await empty();
  for (const n of [1, 2, 3, 4, 5]) await w.call(mergeRecords, { evaluationId, records: [{ inputs: { n } }] });
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await w.call(listRecords, { evaluationId, limit: 2, cursor });
    seen.push(...page.items.map((r) => r.inputs["n"]));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(seen, [1, 2, 3, 4, 5]);
});

test("sets are found by name, tag and experiment, newest first unless ordered", async () => {
  const { id: experimentId } = await w.call(createExperiment, { projectId: w.projectId, name: w.unique() });
  const word = w.unique();
  const make = async (name: string, tags: Record<string, string>, experimentIds: string[] = []): Promise<string> =>
    (await w.call(createEvaluation, { projectId: w.projectId, name: `${word} ${name}`, tags, experimentIds })).id;
  const [b, a] = [await make("b", { team: "chat" }, [experimentId]), await make("a", { team: "search" })];
  const found = async (filter: string, orderBy: string[] = []) =>
    (await w.call(searchEvaluations, { projectId: w.projectId, filter: `name LIKE '${word}%'${filter}`, orderBy })).items.map((s) => s.id);
  assert.deepEqual(await found(""), [a, b]);
  assert.deepEqual(await found("", ["created_time ASC"]), [b, a]);
  assert.deepEqual(await found("", ["name DESC"]), [b, a]);
  assert.deepEqual(await found(" AND tags.team = 'chat'"), [b]);
  assert.deepEqual(await found(" AND tags.absent != 'chat'"), []);
  assert.deepEqual(
    (await w.call(searchEvaluations, { experimentIds: [experimentId] })).items.map((s) => s.id),
    [b],
  );
  await assert.rejects(found(" AND size > 3"), /size is not one of the attributes/);
});

test("a set stands in several experiments, and leaves them one by one", async () => {
  const evaluationId = await empty();
  const make = async () => (await w.call(createExperiment, { projectId: w.projectId, name: w.unique() })).id;
  const [one, two] = [await make(), await make()];
  await w.call(addEvaluationExperiments, { evaluationId, experimentIds: [one] });
  await w.call(addEvaluationExperiments, { evaluationId, experimentIds: [one, two] });
  await assert.rejects(w.call(addEvaluationExperiments, { evaluationId, experimentIds: [crypto.randomUUID()] }), { code: "not_found" });
  await w.call(removeEvaluationExperiments, { evaluationId, experimentIds: [one] });
  assert.deepEqual(
    (await w.call(evaluationExperiments, { evaluationId })).experiments.map((e) => e.id),
    [two],
  );
});

test("tags are set and removed; a deleted set is gone with its records", async () => {
  const evaluationId = await anEvaluation(w);
  assert.deepEqual((await w.call(setEvaluationTags, { evaluationId, tags: { a: "1" } })).tags, { team: "chat", a: "1" });
  assert.deepEqual(await w.call(deleteEvaluationTags, { evaluationId, keys: ["team", "absent"] }), { deleted: ["team"] });
  await w.call(deleteEvaluation, { evaluationId });
  await assert.rejects(w.call(getEvaluation, { evaluationId }), { code: "not_found" });
  const [left] = await w.sql((tx) =>
    tx.rows<{ n: number }>({ text: "select count(*) as n from tracking.evaluation_records where evaluation_id = $1", values: [evaluationId] }),
  );
  assert.equal(left?.n, 0);
});
