import { randomUUIDv7 } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import pg from "pg";

/**
 * The yardstick of ADR 0002: Fastify and `pg`, the same durable rows (run, audit, outbox; point, aggregate, counter, outbox),
 * one transaction per request, no authorisation, no parsing, no batching.
 */
export async function bareServer(url: string): Promise<{ app: FastifyInstance; pool: pg.Pool }> {
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
  return { app, pool };
}
