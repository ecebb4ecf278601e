import { raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import { latencyBuckets } from "../../serving/contract/latency.ts";
import type { Sketch } from "../../serving/contract/layout.ts";

export type Source = "real" | "simulated" | "all";

// A sum per bucket reads a day of minutes in 28 ms; unnesting the arrays took 225 ms.
const latencySums = raw(`array[${Array.from({ length: latencyBuckets }, (_, i) => `sum(latency[${i + 1}])::float8`).join(", ")}]`);

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
    select to_timestamp(floor(extract(epoch from minute) / ${step}) * ${step}) as at, sum(requests)::float8 as requests, sum(row_count)::float8 as row_count,
           sum(errors)::float8 as errors, ${latencySums} as latency
      from serving.pub_traffic
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${since}::timestamptz, 'UTC') and ${ofSource(source)}
     group by 1 order by 1`);
  return rows.map((row) => ({ at: row.at, requests: row.requests, rows: row.row_count, errors: row.errors, latency: row.latency }));
}

/** Sums of a window; `simulatedRows` whatever the source asked for. */
export async function sumTraffic(tx: Tx, ws: string, deploymentId: string, now: Date, since: Date, source: Source): Promise<TrafficSum> {
  const recent = new Date(now.getTime() - 120_000);
  const total = await tx.first<{
    requests: number | null;
    row_count: number | null;
    errors: number | null;
    last_at: Date | null;
    latency: (number | null)[];
  }>(sql`
    select sum(requests)::float8 as requests, sum(row_count)::float8 as row_count, sum(errors)::float8 as errors, max(minute) as last_at, ${latencySums} as latency
      from serving.pub_traffic
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${since}::timestamptz, 'UTC') and ${ofSource(source)}`);
  const simulated = await tx.first<{ row_count: number | null }>(sql`
    select sum(row_count)::float8 as row_count from serving.pub_traffic
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${since}::timestamptz, 'UTC') and source = 'simulated'`);
  const minutes = await tx.rows<TrafficRow>(sql`
    select minute, source, requests, row_count, errors, latency from serving.pub_traffic
     where workspace_id = ${ws} and deployment_id = ${deploymentId} and minute >= date_trunc('minute', ${recent}::timestamptz, 'UTC') and ${ofSource(source)}`);
  return {
    requests: total?.requests ?? 0,
    rows: total?.row_count ?? 0,
    errors: total?.errors ?? 0,
    latency: (total?.latency ?? []).map((n) => n ?? 0),
    simulatedRows: simulated?.row_count ?? 0,
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
