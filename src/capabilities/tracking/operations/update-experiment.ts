import { implement } from "../../../kernel/implement.ts";
import { updateExperiment } from "../contract/experiments.ts";
import { changeExperiment, experimentOfName } from "../store/experiments.ts";
import { anActiveExperiment, anExperiment, nameTaken } from "./found.ts";

export default implement(updateExperiment, async (ctx, { experimentId, name, description }) => {
  const before = await anActiveExperiment(ctx, experimentId);
  if (!(await changeExperiment(ctx.tx, ctx.workspaceId, experimentId, { name, description })))
    throw nameTaken(name ?? "", await experimentOfName(ctx.tx, ctx.workspaceId, before.projectId, name ?? ""));
  const after = await anExperiment(ctx, experimentId);
  ctx.emit("experiments", experimentId);
  ctx.audit({ before: { name: before.name }, after: { name: after.name, description: after.description } });
  return after;
});
