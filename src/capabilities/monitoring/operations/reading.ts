import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Current } from "../contract/shapes.ts";
import { judge, limits, merged, type Judged } from "../domain/drift.ts";
import { statusOf } from "../domain/status.ts";
import { latencyQuantile } from "../domain/traffic.ts";
import { readWatched, type Watched } from "../store/deployments.ts";
import { newestSimulation, readSketches, sumTraffic, type Source } from "../store/windows.ts";

export async function watched(ctx: Ctx, deploymentId: string): Promise<Watched> {
  const row = await readWatched(ctx.tx, ctx.workspaceId, deploymentId);
  if (row) return row;
  throw refuse("not_found", `There is no deployment ${deploymentId} here.`, "List deployments with `deployments list`.");
}

export function since(ctx: Ctx, hours: number): Date {
  return new Date(ctx.now().getTime() - hours * 3_600_000);
}

export interface DriftReading extends Judged {
  rows: number;
  simulationId: string | null;
  predictionJudged: boolean;
}

/** Drift of what serves now: every revision of its model version counts, because they share one reference. */
export async function readDrift(ctx: Ctx, row: Watched, hours: number, source: Source, simulationId?: string): Promise<DriftReading> {
  const from = since(ctx, hours);
  const simulation = source === "simulated" ? (simulationId ?? (await newestSimulation(ctx.tx, ctx.workspaceId, row.id, row.model_version, from))) : null;
  const sketches = await readSketches(ctx.tx, ctx.workspaceId, row.id, row.model_version, from, source, simulation);
  const sketch = merged(row.reference, sketches);
  const predictionJudged = source === "real";
  return { ...judge(row.reference, sketch, predictionJudged), rows: sketch.rows, simulationId: simulation, predictionJudged };
}

/** All live figures of one deployment. */
export async function readCurrent(ctx: Ctx, row: Watched, hours: number, source: Source): Promise<Current> {
  const now = ctx.now();
  const traffic = await sumTraffic(ctx.tx, ctx.workspaceId, row.id, now, since(ctx, hours), source);
  const drift = await readDrift(ctx, row, hours, source);
  const enough = drift.rows >= limits.minRows;
  const errorRate01 = traffic.requests === 0 ? 0 : traffic.errors / traffic.requests;
  const { status, reasons } = statusOf({ drift, problem: row.problem, errorRate01, requests: traffic.requests });
  return {
    deploymentId: row.id,
    name: row.name,
    projectId: row.project_id,
    environment: row.environment,
    modelId: row.model_id,
    modelName: row.model_name,
    modelVersion: row.model_version,
    revision: row.revision,
    status,
    reasons,
    source,
    hours,
    requests: traffic.requests,
    rows: traffic.rows,
    needed: limits.minRows,
    errors: traffic.errors,
    errorRate01,
    simulatedRows: traffic.simulatedRows,
    rowsPerS: traffic.lastMinuteRows / 60,
    requestsPerS: traffic.lastMinuteRequests / 60,
    latencyP50Ms: latencyQuantile(traffic.latency, 0.5),
    latencyP95Ms: latencyQuantile(traffic.latency, 0.95),
    driftScore: enough ? drift.score : null,
    drifted: drift.drifted,
    predictionPsi: enough ? (drift.prediction?.psi ?? null) : null,
    lastAt: traffic.lastAt?.toISOString() ?? null,
    at: now.toISOString(),
  };
}
