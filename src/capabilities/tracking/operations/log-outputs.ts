import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { logOutputs } from "../contract/inputs.ts";
import { anActiveRun } from "./found.ts";
import { linkModels } from "../store/inputs.ts";
import { missingModels } from "../store/model-points.ts";

export default implement(logOutputs, async (ctx, { runId, models }) => {
  await anActiveRun(ctx, runId);
  const named = models.map(({ modelId }) => ({ runId, modelId }));
  const [absent] = await missingModels(ctx.tx, ctx.workspaceId, named);
  if (absent)
    throw refuse(
      "invalid_input",
      `There is no logged model ${absent.modelId} in the project of run ${runId}.`,
      "Create it there first; a run makes models of its own project.",
    );
  const added = models.length === 0 ? 0 : await linkModels(ctx.tx, ctx.workspaceId, runId, "output", models);
  if (added === 0) ctx.unchanged();
  else ctx.emit("runs", runId);
  return { models: added };
});
