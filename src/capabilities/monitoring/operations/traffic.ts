import { implement } from "../../../kernel/implement.ts";
import { monitoringTraffic } from "../contract.ts";
import { latencyQuantile } from "../domain/traffic.ts";
import { readTraffic } from "../store/windows.ts";
import { since, watched } from "./reading.ts";

export default implement(monitoringTraffic, async (ctx, input) => {
  const row = await watched(ctx, input.deploymentId);
  const stepS = Math.max(60, Math.ceil((input.hours * 3600) / input.points / 60) * 60);
  const points = await readTraffic(ctx.tx, ctx.workspaceId, row.id, since(ctx, input.hours), input.source, stepS);
  return {
    stepS,
    points: points.map(({ at, requests, rows, errors, latency }) => ({
      at: at.toISOString(),
      requests,
      rows,
      errors,
      latencyP50Ms: latencyQuantile(latency, 0.5),
      latencyP95Ms: latencyQuantile(latency, 0.95),
    })),
  };
});
