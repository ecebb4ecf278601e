import { prepared, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Sketch } from "../contract/layout.ts";

/** One predicted row of the log. `cells`, its values in the order of the signature, and `output` are JSON text. */
export interface LogRow {
  deploymentId: string;
  predictionId: string;
  rowNo: number;
  revision: number;
  source: string;
  latencyMs: number;
  cells: string;
  output: string;
}

export interface SketchRow {
  deploymentId: string;
  revision: number;
  source: string;
  simulationId: string;
  sketch: Sketch;
}

export interface TrafficRow {
  deploymentId: string;
  source: string;
  requests: number;
  rows: number;
  errors: number;
  latency: number[];
}

const array = (values: readonly (string | number)[]): string => `{${values.join(",")}}`;
// JSON text and array literals hold no line break, so one text parameter carries them all; PostgreSQL's array quoting of JSON costs more.
const lines = (values: readonly string[]): string => values.join("\n");

/** What a batch of predictions leaves. */
export interface Written {
  at: Date;
  /** Servers write at the same time; different slots keep them from waiting for one row. */
  slot: number;
  log: readonly LogRow[];
  sketches: readonly SketchRow[];
  traffic: readonly TrafficRow[];
}

/** Writes a batch. @returns ids of the deployments that still serve. */
export async function writeLog(tx: Tx, ws: string, written: Written): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(prepared("serving_write", sql`${whole(ws, written)} select id from live`));
  return new Set(rows.map((row) => row.id));
}

/** The same without an answer, where all its deployments still serve; raises where one does not. */
export function hopedLog(ws: string, written: Written): Statement {
  const deployments = new Set(written.traffic.map((t) => t.deploymentId)).size;
  return prepared("serving_hope", sql`${whole(ws, written)} select serving.as_hoped((select count(*) from live) = ${deployments}::bigint)`);
}

/**
 * A batch as one statement: log rows, hourly sketches, traffic by the minute; only for deployments that still serve.
 * Rows of sketches and traffic come in a fixed order, so that two batches cannot wait for each other in a circle.
 */
function whole(ws: string, { at, slot, log, sketches, traffic }: Written): Statement {
  const epoch = at.getTime() / 1000;
  const ids = [...new Set(traffic.map((t) => t.deploymentId))];
  const s = sketches.toSorted((a, b) => compare(`${a.deploymentId} ${a.revision} ${a.simulationId}`, `${b.deploymentId} ${b.revision} ${b.simulationId}`));
  const t = traffic.toSorted((a, b) => compare(`${a.deploymentId} ${a.source}`, `${b.deploymentId} ${b.source}`));
  return sql`
    with live as (
      select id from serving.deployments where workspace_id = ${ws}::uuid and id = any(${array(ids)}::uuid[]) and removed_at is null
    ), logged as (
      insert into serving.predictions (workspace_id, deployment_id, id, row_no, revision, source, at, latency_ms, cells, output)
      select ${ws}::uuid, u.deployment_id, u.id, u.row_no, u.revision, u.source, to_timestamp(${epoch}::float8), u.latency_ms, u.cells::json, u.output::jsonb
        from unnest(${array(log.map((l) => l.deploymentId))}::uuid[], ${array(log.map((l) => l.predictionId))}::uuid[], ${array(log.map((l) => l.rowNo))}::int[],
                    ${array(log.map((l) => l.revision))}::int[], ${array(log.map((l) => l.source))}::text[], ${array(log.map((l) => l.latencyMs))}::real[],
                    string_to_array(${lines(log.map((l) => l.cells))}, E'\\n'), string_to_array(${lines(log.map((l) => l.output))}, E'\\n'))
          as u(deployment_id, id, row_no, revision, source, latency_ms, cells, output)
       where u.deployment_id in (select id from live)
    ), sketched as (
      insert into serving.sketches as old (workspace_id, deployment_id, revision, source, simulation_id, hour, slot, row_count, counts, sums, lows, highs)
      select ${ws}::uuid, u.deployment_id, u.revision, u.source, u.simulation_id, date_trunc('hour', to_timestamp(${epoch}::float8), 'UTC'), ${slot}::smallint,
             u.row_count, u.counts::bigint[], u.sums::float8[], u.lows::float8[], u.highs::float8[]
        from unnest(${array(s.map((r) => r.deploymentId))}::uuid[], ${array(s.map((r) => r.revision))}::int[], ${array(s.map((r) => r.source))}::text[], ${array(s.map((r) => r.simulationId))}::uuid[],
                    ${array(s.map((r) => r.sketch.rows))}::bigint[], string_to_array(${lines(s.map((r) => array(r.sketch.counts)))}, E'\\n'),
                    string_to_array(${lines(s.map((r) => array(r.sketch.sums)))}, E'\\n'), string_to_array(${lines(s.map((r) => array(r.sketch.lows)))}, E'\\n'),
                    string_to_array(${lines(s.map((r) => array(r.sketch.highs)))}, E'\\n'))
          as u(deployment_id, revision, source, simulation_id, row_count, counts, sums, lows, highs)
       where u.deployment_id in (select id from live)
      on conflict (workspace_id, deployment_id, revision, source, simulation_id, hour, slot) do update set
        row_count = old.row_count + excluded.row_count,
        counts = array(select x + y from unnest(old.counts, excluded.counts) t(x, y)),
        sums = array(select x + y from unnest(old.sums, excluded.sums) t(x, y)),
        lows = array(select least(x, y) from unnest(old.lows, excluded.lows) t(x, y)),
        highs = array(select greatest(x, y) from unnest(old.highs, excluded.highs) t(x, y))
    ), counted as (
      insert into serving.traffic as old (workspace_id, deployment_id, source, minute, slot, requests, row_count, errors, latency)
      select ${ws}::uuid, u.deployment_id, u.source, date_trunc('minute', to_timestamp(${epoch}::float8), 'UTC'), ${slot}::smallint, u.requests, u.row_count, u.errors, u.latency::bigint[]
        from unnest(${array(t.map((r) => r.deploymentId))}::uuid[], ${array(t.map((r) => r.source))}::text[], ${array(t.map((r) => r.requests))}::bigint[],
                    ${array(t.map((r) => r.rows))}::bigint[], ${array(t.map((r) => r.errors))}::bigint[], string_to_array(${lines(t.map((r) => array(r.latency)))}, E'\\n'))
          as u(deployment_id, source, requests, row_count, errors, latency)
       where u.deployment_id in (select id from live)
      on conflict (workspace_id, deployment_id, source, minute, slot) do update set
        requests = old.requests + excluded.requests,
        row_count = old.row_count + excluded.row_count,
        errors = old.errors + excluded.errors,
        latency = array(select x + y from unnest(old.latency, excluded.latency) t(x, y))
    )`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
