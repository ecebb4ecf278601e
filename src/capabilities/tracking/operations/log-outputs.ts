import { implement } from "../../../kernel/implement.ts";
import { logOutputs } from "../contract/inputs.ts";
import { anActiveRun } from "./found.ts";
import { linkModels } from "../store/inputs.ts";

export default implement(logOutputs, async (ctx, { runId, models }) => {
  await anActiveRun(ctx, runId);
  const added = models.length === 0 ? 0 : await linkModels(ctx.tx, ctx.workspaceId, runId, "output", models);
  if (added === 0) ctx.unchanged();
  else ctx.emit("runs", runId);
  return { models: added };
});
