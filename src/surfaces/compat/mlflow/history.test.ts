import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { world, type World } from "../../../../tests/harness.ts";
import { aRun } from "../../../capabilities/tracking/factory.ts";
import { mlflowPlugin } from "./plugin.ts";

const all = 60_000;
let w: World;
let app: FastifyInstance;
let run: string;
const limits: number[] = [];

before(async () => {
  w = await world();
  const other = await w.outsider();
  const actors: Record<string, World["actor"]> = { owner: w.actor, other: other.actor };
  app = Fastify();
  // What is asked of the store at once is noted.
  const { ports } = w.kernel;
  const db: typeof ports.db = {
    transaction: (ws, options, body) =>
      ports.db.transaction(ws, options, (tx) =>
        body({
          ...tx,
          first: (s) => {
            if (s.text.includes("float8send(value)")) limits.push(Number(s.values.at(-1)));
            return tx.first(s);
          },
        }),
      ),
  };
  await mlflowPlugin(app, {
    kernel: { ...w.kernel, ports: { ...ports, db } },
    authenticate: async (request: { headers: { authorization?: string | undefined } }) => actors[request.headers.authorization?.slice(7) ?? ""] ?? null,
  });
  const runId = await aRun(w);
  run = runId.replaceAll("-", "");
  const text = `insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
    select $1, $2, 'm', n, to_timestamp(n), case n when 7 then 'NaN' when 8 then 'Infinity' else n / 4.0 end from generate_series(0, $3::int) n`;
  await w.sql((tx) => tx.run({ text, values: [w.workspaceId, runId, all - 1] }));
});
after(() => app.close());

interface Answer {
  metrics?: { key: string; value: number | string; step: number; timestamp: number }[];
  next_page_token?: string;
}

async function history(query: string, as = "owner") {
  const answer = await app.inject({
    url: `/api/2.0/mlflow/metrics/get-history?run_id=${run}&metric_key=m${query}`,
    headers: { authorization: `Bearer ${as}` },
  });
  return { type: answer.headers["content-type"], status: answer.statusCode, body: answer.json() as Answer };
}

test("a client that names no limit gets every point in one answer, and never more than a page of them is in memory", async () => {
  limits.length = 0;
  const { type, status, body } = await history("");
  assert.deepEqual([status, String(type).split(";")[0], Object.keys(body)], [200, "application/json", ["metrics"]]);
  assert.equal(body.metrics?.length, all);
  assert.ok(body.metrics?.every((m, i) => m.step === i && m.timestamp === i * 1000 && m.key === "m"));
  assert.deepEqual(
    [6, 7, 8, all - 1].map((i) => body.metrics?.[i]?.value),
    [1.5, "NaN", Number.MAX_VALUE, (all - 1) / 4],
  );
  assert.ok(limits.length === 3 && limits.every((limit) => limit <= 25_001), limits.join(" "));
});

test("a limit beyond a page is kept to the point, and its token goes on where it ended", async () => {
  const { body } = await history("&max_results=30001");
  assert.deepEqual([body.metrics?.length, body.metrics?.at(-1)?.step], [30_001, 30_000]);
  const next = await history(`&max_results=100000&page_token=${encodeURIComponent(body.next_page_token ?? "")}`);
  assert.deepEqual([next.body.metrics?.length, next.body.metrics?.[0]?.step, next.body.next_page_token], [all - 30_001, 30_001, undefined]);
  assert.equal((await history(`&max_results=${all}`)).body.next_page_token, undefined);
});

test("another workspace sees no point, and nobody is told to sign in", async () => {
  assert.deepEqual((await history("", "other")).body, {});
  assert.equal((await history("", "nobody")).status, 401);
});
