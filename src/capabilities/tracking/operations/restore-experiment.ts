import { implement } from "../../../kernel/implement.ts";
import { restoreExperiment } from "../contract/experiments.ts";
import { markExperimentRestored } from "../store/experiments.ts";
import { anExperiment } from "./found.ts";

export default implement(restoreExperiment, async (ctx, { experimentId }) => {
  const before = await anExperiment(ctx, experimentId);
  if (before.deletedAt === null) {
    ctx.unchanged();
    return before;
  }
  await markExperimentRestored(ctx.tx, ctx.workspaceId, experimentId);
  const after = await anExperiment(ctx, experimentId);
  ctx.emit("experiments", experimentId);
  ctx.emit("runs", experimentId);
  ctx.audit({ before: { deletedAt: before.deletedAt }, after: { name: after.name, runs: after.runCount } });
  return after;
});
