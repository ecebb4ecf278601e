import { implement } from "../../../kernel/implement.ts";
import { monitoringDrift } from "../contract.ts";
import { limits } from "../domain/drift.ts";
import { readDrift, watched } from "./reading.ts";

export default implement(monitoringDrift, async (ctx, input) => {
  const row = await watched(ctx, input.deploymentId);
  const drift = await readDrift(ctx, row, input.hours, input.source, input.simulationId);
  const ready = drift.rows >= limits.minRows;
  return {
    deploymentId: row.id,
    modelVersion: row.model_version,
    hours: input.hours,
    source: input.source,
    simulationId: drift.simulationId,
    rows: drift.rows,
    needed: limits.minRows,
    ready,
    score: ready ? drift.score : null,
    drifted: drift.drifted,
    features: ready ? drift.features.toSorted((a, b) => b.psi - a.psi) : [],
    prediction: ready ? drift.prediction : null,
    predictionJudged: drift.predictionJudged,
    thresholds: limits,
    at: ctx.now().toISOString(),
  };
});
