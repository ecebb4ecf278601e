import { raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Sketch } from "../../serving/contract/layout.ts";

export type Source = "real" | "simulated" | "all";

function ofSource(source: Source): Statement {
  return source === "all" ? sql`true` : sql`source = ${source}`;
}

interface SketchRow {
  row_count: number;
  counts: (number | string)[];
  sums: number[];
  lows: number[];
  highs: number[];
}

/** The newest simulation in a window; null when there was none. */
export async function newestSimulation(tx: Tx, ws: string, deploymentId: string, modelVersion: number, since: Date): Promise<string | null> {
  const row = await tx.first<{ simulation_id: string }>(sql`
    select simulation_id from serving.pub_sketches
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and model_version = ${modelVersion} and source = 'simulated' and hour >= date_trunc('hour', ${since}::timestamptz, 'UTC')
     order by simulation_id desc limit 1`);
  return row?.simulation_id ?? null;
}

/** Sketches of one model version since a time, all of one layout; a window begins with a whole hour. */
export async function readSketches(
  tx: Tx,
  ws: string,
  deploymentId: string,
  modelVersion: number,
  since: Date,
  source: Source,
  simulationId: string | null,
): Promise<Sketch[]> {
  const rows = await tx.rows<SketchRow>(sql`
    select row_count, counts::float8[] as counts, sums, lows, highs from serving.pub_sketches
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and model_version = ${modelVersion} and hour >= date_trunc('hour', ${since}::timestamptz, 'UTC')
       and ${ofSource(source)} and ${simulationId === null ? sql`true` : sql`simulation_id = ${simulationId}`}`);
  return rows.map((row) => ({ rows: row.row_count, counts: row.counts.map(Number), sums: row.sums, lows: row.lows, highs: row.highs }));
}

export interface TrafficSum {
  requests: number;
  rows: number;
  errors: number;
  latency: number[];
  simulatedRows: number;
  lastMinuteRows: number;
  lastMinuteRequests: number;
  lastAt: Date | null;
}

interface TrafficRow {
  minute: Date;
  source: "real" | "simulated";
  requests: number;
  row_count: number;
  errors: number;
  latency: number[];
}

/** Traffic in steps of whole minutes, oldest first. Steps are counted from the epoch, so that points keep their place between reads. */
export async function readTraffic(
  tx: Tx,
  ws: string,
  deploymentId: string,
  since: Date,
  source: Source,
  stepS: number,
): Promise<{ at: Date; requests: number; rows: number; errors: number; latency: number[] }[]> {
  const step = raw(String(Math.max(60, Math.round(stepS / 60) * 60)));
  const rows = await tx.rows<{ at: Date; requests: number; row_count: number; errors: number; latency: number[] }>(sql`
    with points as (
      select to_timestamp(floor(extract(epoch from minute) / ${step}) * ${step}) as at, requests, row_count, errors, latency
        from serving.pub_traffic where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${since}::timestamptz, 'UTC') and ${ofSource(source)}
    ), buckets as (
      select at, b.i, sum(b.n)::float8 as n from points, unnest(latency) with ordinality b(n, i) group by at, b.i
    ), histograms as (
      select at, array_agg(n order by i) as latency from buckets group by at
    )
    select p.at, sum(p.requests)::float8 as requests, sum(p.row_count)::float8 as row_count, sum(p.errors)::float8 as errors, h.latency
      from points p join histograms h on h.at = p.at group by p.at, h.latency order by p.at`);
  return rows.map((row) => ({ at: row.at, requests: row.requests, rows: row.row_count, errors: row.errors, latency: row.latency }));
}

/** Sums of a window; `simulatedRows` whatever the source asked for. */
export async function sumTraffic(tx: Tx, ws: string, deploymentId: string, now: Date, since: Date, source: Source): Promise<TrafficSum> {
  const recent = new Date(now.getTime() - 120_000);
  const total = await tx.first<{
    requests: number | null;
    row_count: number | null;
    errors: number | null;
    simulated: number | null;
    last_at: Date | null;
    latency: number[] | null;
  }>(sql`
    with w as (
      select minute, source, requests, row_count, errors, latency from serving.pub_traffic
       where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${since}::timestamptz, 'UTC')
    ), shown as (select * from w where ${ofSource(source)}),
    histogram as (
      select array_agg(n order by i) as latency from (select b.i, sum(b.n)::float8 as n from shown, unnest(latency) with ordinality b(n, i) group by b.i) s
    )
    select (select sum(requests)::float8 from shown) as requests, (select sum(row_count)::float8 from shown) as row_count, (select sum(errors)::float8 from shown) as errors,
           (select sum(row_count)::float8 from w where source = 'simulated') as simulated, (select max(minute) from shown) as last_at, h.latency
      from histogram h`);
  const minutes = await tx.rows<TrafficRow>(sql`
    select minute, source, requests, row_count, errors, latency from serving.pub_traffic
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${recent}::timestamptz, 'UTC') and ${ofSource(source)}`);
  return {
    requests: total?.requests ?? 0,
    rows: total?.row_count ?? 0,
    errors: total?.errors ?? 0,
    latency: total?.latency ?? [],
    simulatedRows: total?.simulated ?? 0,
    ...lastMinute(minutes, now),
    lastAt: total?.last_at ?? null,
  };
}

/** The last 60 s out of minute rows: the running minute whole, the one before by its share. */
function lastMinute(minutes: readonly TrafficRow[], now: Date): { lastMinuteRows: number; lastMinuteRequests: number } {
  let lastMinuteRows = 0;
  let lastMinuteRequests = 0;
  for (const one of minutes) {
    const ageS = (now.getTime() - one.minute.getTime()) / 1000;
    const share = ageS < 60 ? 1 : ageS < 120 ? (120 - ageS) / 60 : 0;
    lastMinuteRows += one.row_count * share;
    lastMinuteRequests += one.requests * share;
  }
  return { lastMinuteRows, lastMinuteRequests };
}
