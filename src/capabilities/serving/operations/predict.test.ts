import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { sql } from "../../../db/sql.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { predict, predictionLog, removeDeployment, updateDeployment } from "../contract.ts";
import { aDeployment, passenger } from "../factory.ts";

const refusal =
  (code: string, ...words: (RegExp | string)[]) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.code, code);
    const said = [error.message, ...(error.extra.fields ?? []).map((f) => `${f.path}: ${f.message}`)].join("\n");
    for (const word of words) assert.match(said, typeof word === "string" ? new RegExp(word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")) : word);
    return true;
  };

test("a row is answered with label, probability and the revision that answered", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const answer = await w.call(predict, { deploymentId: id, rows: [passenger, { Fare: 100, Sex: "male", Age: null }] });
  assert.equal(answer.revision, 1);
  assert.equal(answer.modelVersion, 1);
  assert.equal(answer.source, "real");
  assert.equal(answer.predictions.length, 2);
  for (const one of answer.predictions) {
    assert.ok(one.label === "0" || one.label === "1");
    const sum = Object.values(one.probabilities ?? {}).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-5);
    assert.equal(one.probability, one.probabilities?.[one.label ?? ""]);
  }
});

test("a regression answers a value", async () => {
  const w = await world();
  const { id } = await aDeployment(w, { fixture: "price-1" });
  const { predictions } = await w.call(predict, { deploymentId: id, rows: [{ area: 80, rooms: 3 }] });
  assert.equal(typeof predictions[0]?.value, "number");
});

test("an answered prediction is in the log with its inputs, output, latency and source", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const first = await w.call(predict, { deploymentId: id, rows: [passenger] });
  await w.call(predict, { deploymentId: id, rows: [passenger], source: "simulated" });
  const all = await w.call(predictionLog, { deploymentId: id });
  assert.deepEqual(
    all.items.map((i) => i.source),
    ["simulated", "real"],
  );
  const real = await w.call(predictionLog, { deploymentId: id, source: "real", q: "female" });
  assert.equal(real.items.length, 1);
  assert.equal(real.items[0]?.predictionId, first.predictionId);
  assert.deepEqual(real.items[0]?.inputs, passenger);
  assert.deepEqual(real.items[0]?.output, first.predictions[0]);
  assert.ok((real.items[0]?.latencyMs ?? 0) > 0);
});

test("rows that were logged with the names of their columns are read and found as the others are", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await w.call(predict, { deploymentId: id, rows: [{ Sex: "male", Fare: 8, Age: null }, passenger] });
  await w.sql((tx) =>
    tx.run(sql`update serving.predictions set inputs = ${JSON.stringify(passenger)}::jsonb, cells = null
      where workspace_id = ${w.workspaceId} and deployment_id = ${id} and row_no = 1`),
  );
  const inputs = async (q?: string) => (await w.call(predictionLog, { deploymentId: id, q, order: "asc" })).items.map((item) => item.inputs);
  assert.deepEqual(await inputs(), [{ Sex: "male", Fare: 8, Age: null }, passenger]);
  assert.deepEqual(await inputs('"sex": "male"'), [{ Sex: "male", Fare: 8, Age: null }]);
  assert.deepEqual(await inputs('"sex": "female"'), [passenger]);
});

test("a wrong type is refused with the field, what was sent and what is accepted", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const send = (row: Record<string, unknown>) => w.call(predict, { deploymentId: id, rows: [row] });
  await assert.rejects(
    send({ ...passenger, Age: "old" }),
    refusal("invalid_input", 'rows.0.Age: sent "old"; accepted: a number, 0.42 to 80 seen in training, or null'),
  );
  await assert.rejects(send({ ...passenger, Sex: 1 }), refusal("invalid_input", 'rows.0.Sex: sent 1; accepted: text, one of "female", "male"'));
  await assert.rejects(send({ ...passenger, Age: 1e300 }), refusal("invalid_input", "rows.0.Age: sent 1e+300"));
  await assert.rejects(send({ ...passenger, Age: Infinity }), refusal("invalid_input", "rows.0.Age: sent Infinity, which is not finite"));
  await assert.rejects(send({ ...passenger, Sex: "a\0b" }), refusal("invalid_input", "rows.0.Sex"));
});

test("a missing required field is refused; a missing optional one counts as missing", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await assert.rejects(w.call(predict, { deploymentId: id, rows: [{ Sex: "male" }] }), refusal("invalid_input", "rows.0.Fare: missing; accepted: a number"));
  await assert.rejects(w.call(predict, { deploymentId: id, rows: [{ Sex: "male", Fare: null }] }), refusal("invalid_input", "rows.0.Fare: sent null"));
  const { predictions } = await w.call(predict, { deploymentId: id, rows: [{ Sex: "male", Fare: 8 }] });
  assert.equal(predictions.length, 1);
});

test("an extra field is refused and the accepted ones are named", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await assert.rejects(
    w.call(predict, { deploymentId: id, rows: [{ ...passenger, Cabin: "C85" }] }),
    refusal("invalid_input", /rows\.0\.Cabin: sent "C85".*accepted: Age, Fare, Sex/),
  );
});

test("an unknown category is accepted as unseen with a warning, or refused where the deployment says so", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const rows = [{ ...passenger, Sex: "unknown" }];
  const answer = await w.call(predict, { deploymentId: id, rows });
  assert.deepEqual(answer.warnings, [{ row: 0, field: "Sex", message: '"unknown" is not among the categories the model knows and counts as unseen' }]);
  await w.call(updateDeployment, { deploymentId: id, unknownCategories: "refuse" });
  await waitFor(async () => {
    await assert.rejects(
      w.call(predict, { deploymentId: id, rows }),
      refusal("invalid_input", 'rows.0.Sex: sent "unknown"; accepted: text, one of "female", "male"'),
    );
  });
});

test("a number beyond the training range is accepted with a warning", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const { warnings } = await w.call(predict, { deploymentId: id, rows: [{ ...passenger, Age: 120 }] });
  assert.deepEqual(
    warnings.map((x) => x.field),
    ["Age"],
  );
});

test("a refused request leaves no log row, and is counted as an error", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await assert.rejects(w.call(predict, { deploymentId: id, rows: [passenger, { Sex: "male" }] }), refusal("invalid_input", "rows.1.Fare"));
  assert.equal((await w.call(predictionLog, { deploymentId: id })).items.length, 0);
  const rows = await w.sql((tx) =>
    tx.rows<{ requests: number; errors: number; row_count: number }>(sql`
    select sum(requests)::int as requests, sum(errors)::int as errors, sum(row_count)::int as row_count from serving.pub_traffic where workspace_id = ${w.workspaceId} and deployment_id = ${id}`),
  );
  assert.deepEqual(rows, [{ requests: 1, errors: 1, row_count: 0 }]);
});

test("sketches count every row once, missing and unseen apart", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      w.call(predict, { deploymentId: id, rows: [{ ...passenger, ...(i % 4 === 0 && { Age: null }), ...(i % 10 === 0 && { Sex: "x" }) }] }),
    ),
  );
  const sketches = await w.sql((tx) =>
    tx.rows<{ n: number; counts: number[] }>(sql`
    select sum(row_count)::int as n, array(select sum(c)::int from serving.pub_sketches s, unnest(s.counts) with ordinality u(c, i) where s.workspace_id = ${w.workspaceId} and s.deployment_id = ${id} group by i order by i) as counts
      from serving.pub_sketches where workspace_id = ${w.workspaceId} and deployment_id = ${id}`),
  );
  const [{ n, counts } = { n: 0, counts: [] }] = sketches;
  assert.equal(n, 40);
  assert.equal(counts[10], 10, "Age missing");
  assert.equal(counts.at(-5), 4, "Sex unseen");
  assert.equal(
    counts.reduce((a, b) => a + b, 0),
    40 * 4,
    "three features and the prediction, each counts each row once",
  );
});

test("a relaxed deployment answers too, and its log follows", async () => {
  const w = await world();
  const { id } = await aDeployment(w, { log: "relaxed" });
  await w.call(predict, { deploymentId: id, rows: [passenger] });
  await waitFor(async () => assert.equal((await w.call(predictionLog, { deploymentId: id })).items.length, 1));
});

test("a removed deployment answers not_found within a second", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await w.call(predict, { deploymentId: id, rows: [passenger] });
  await w.call(removeDeployment, { deploymentId: id });
  await assert.rejects(w.call(predict, { deploymentId: id, rows: [passenger] }), refusal("not_found"));
});

async function waitFor(check: () => Promise<void>): Promise<void> {
  const until = Date.now() + 2000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

test("under load every acknowledged prediction is in the log exactly once, and the counts agree", async () => {
  const w = await world();
  const [a, b] = [await aDeployment(w), await aDeployment(w, { log: "relaxed" })];
  const sent = Array.from({ length: 600 }, (_, i) =>
    i % 7 === 0
      ? { deploymentId: a.id, rows: [{ Sex: "male" }] }
      : { deploymentId: i % 2 === 0 ? a.id : b.id, rows: [passenger, passenger].slice(0, 1 + (i % 2)) },
  );
  const answers = await Promise.allSettled(sent.map((input) => w.call(predict, input)));
  const ids = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value.predictionId] : []));
  assert.equal(ids.length, sent.filter((s) => s.rows[0] === passenger).length);
  await waitFor(async () => {
    const logged = await w.sql((tx) =>
      tx.rows<{ id: string; n: number }>(sql`select id, count(*)::int as n from serving.predictions where workspace_id = ${w.workspaceId} group by id`),
    );
    assert.deepEqual(new Set(logged.map((row) => row.id)), new Set(ids));
    const counted = await w.sql((tx) =>
      tx.rows<{ requests: number; errors: number; rows: number; sketched: number }>(sql`
      select sum(requests)::int as requests, sum(errors)::int as errors, sum(row_count)::int as rows,
             (select sum(row_count)::int from serving.pub_sketches where workspace_id = ${w.workspaceId}) as sketched from serving.pub_traffic where workspace_id = ${w.workspaceId}`),
    );
    const rows = logged.reduce((sum, row) => sum + row.n, 0);
    assert.deepEqual(counted, [{ requests: 600, errors: 600 - ids.length, rows, sketched: rows }]);
  });
});
