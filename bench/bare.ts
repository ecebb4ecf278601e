import { randomUUIDv7 } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import pg from "pg";

/**
 * The yardstick of ADR 0002: Fastify and `pg`, the same durable rows (run, audit, outbox; point, aggregate, counter, outbox),
 * one transaction per request, no authorisation, no parsing, no batching.
 */
export async function bareServer(url: string, model: string): Promise<{ app: FastifyInstance; pool: pg.Pool }> {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  pool.on("error", () => undefined);
  await pool.query(`
    create schema if not exists bare;
    create table if not exists bare.runs (id uuid primary key, project_id uuid, name text, status text, params jsonb, tags jsonb, started_at timestamptz default now());
    create table if not exists bare.audit (id uuid primary key, at timestamptz default now(), actor text, operation text, target jsonb, input jsonb);
    create table if not exists bare.outbox (seq bigint generated always as identity primary key, topic text, ref_id text);
    create table if not exists bare.points (run_id uuid, key text, step bigint, at timestamptz, value float8);
    create index if not exists bare_line on bare.points (run_id, key, step);
    create table if not exists bare.metrics (run_id uuid, key text, last_value float8, min_value float8, max_value float8, sum_value float8, points bigint, primary key (run_id, key));
    create table if not exists bare.predictions (id uuid primary key, at timestamptz default now(), inputs jsonb, output jsonb);
    create table if not exists bare.sketches (feature text, hour timestamptz, n bigint, sum float8, primary key (feature, hour));
    create table if not exists bare.counts (actor text, target text, minute timestamptz, n bigint, primary key (actor, target, minute))`);
  const app = Fastify({ logger: false });
  const inTransaction = async <T>(body: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      const answer = await body(client);
      await client.query("commit");
      return answer;
    } finally {
      client.release();
    }
  };

  app.post("/runs", (request) =>
    inTransaction(async (client) => {
      const { projectId, params } = request.body as { projectId: string; params: object };
      const id = randomUUIDv7();
      await client.query({
        name: "run",
        text: "insert into bare.runs (id, project_id, name, status, params, tags) values ($1, $2, 'run', 'running', $3, '{}')",
        values: [id, projectId, params],
      });
      await client.query({
        name: "audit",
        text: "insert into bare.audit (id, actor, operation, target, input) values ($1, 'me', 'runs.create', $2, $3)",
        values: [randomUUIDv7(), { run: id }, request.body],
      });
      await client.query({ name: "outbox", text: "insert into bare.outbox (topic, ref_id) values ('runs', $1)", values: [id] });
      return { id };
    }),
  );

  app.post("/metrics", (request) =>
    inTransaction(async (client) => {
      const { runId, metrics } = request.body as { runId: string; metrics: { key: string; value: number; step: number }[] };
      for (const m of metrics) {
        await client.query({ name: "point", text: "insert into bare.points values ($1, $2, $3, now(), $4)", values: [runId, m.key, m.step, m.value] });
        await client.query({
          name: "fold",
          text: `insert into bare.metrics as t values ($1, $2, $3, $3, $3, $3, 1) on conflict (run_id, key) do update set last_value = $3,
            min_value = least(t.min_value, $3), max_value = greatest(t.max_value, $3), sum_value = t.sum_value + $3, points = t.points + 1`,
          values: [runId, m.key, m.value],
        });
      }
      await client.query({
        name: "count",
        text: "insert into bare.counts as c values ('me', $1, date_trunc('minute', now()), 1) on conflict (actor, target, minute) do update set n = c.n + 1",
        values: [runId],
      });
      await client.query({ name: "outbox", text: "insert into bare.outbox (topic, ref_id) values ('runs', $1)", values: [runId] });
      return { logged: metrics.length };
    }),
  );
  process.env.ORT_DISABLE_TELEMETRY = "1";
  const ort = (await import("onnxruntime-node")).default as unknown as { InferenceSession: typeof InferenceSession; Tensor: typeof Tensor };
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  app.post("/predict", async (request) => {
    const [row] = (request.body as { rows: { Age: number; Fare: number; Sex: string }[] }).rows;
    if (!row) throw new Error("no row");
    const feeds = {
      Age: new ort.Tensor("float32", [row.Age], [1, 1]),
      Fare: new ort.Tensor("float32", [row.Fare], [1, 1]),
      Sex: new ort.Tensor("string", [row.Sex], [1, 1]),
    };
    const { label } = await session.run(feeds, ["label"]);
    const answer = String(label?.data[0]);
    return await inTransaction(async (client) => {
      const id = randomUUIDv7();
      await client.query({
        name: "prediction",
        text: "insert into bare.predictions (id, inputs, output) values ($1, $2, $3)",
        values: [id, row, { label: answer }],
      });
      for (const [feature, value] of Object.entries({ Age: row.Age, Fare: row.Fare, Sex: 1 }))
        await client.query({
          name: "sketch",
          text: `insert into bare.sketches as t values ($1, date_trunc('hour', now()), 1, $2) on conflict (feature, hour) do update set n = t.n + 1, sum = t.sum + $2`,
          values: [feature, value],
        });
      await client.query({ name: "outbox of predictions", text: "insert into bare.outbox (topic, ref_id) values ('predictions', $1)", values: [id] });
      return { id, label: answer };
    });
  });
  return { app, pool };
}
