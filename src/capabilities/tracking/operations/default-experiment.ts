import { implement } from "../../../kernel/implement.ts";
import { defaultExperiment } from "../contract/experiments.ts";
import { defaultName, insertExperiment, openDefault } from "../store/experiments.ts";
import { anExperiment } from "./found.ts";

export default implement(defaultExperiment, async (ctx, { projectId }) => {
  const known = await openDefault(ctx.tx, ctx.workspaceId, projectId);
  const id = known?.id ?? ctx.newId();
  if (!known && (await insertExperiment(ctx.tx, ctx.workspaceId, { id, projectId, name: defaultName, description: "", tags: {} }))) {
    ctx.emit("experiments", id);
    ctx.audit({ after: { id, name: defaultName } });
    return await anExperiment(ctx, id);
  }
  ctx.unchanged();
  const made = known ?? (await openDefault(ctx.tx, ctx.workspaceId, projectId));
  return await anExperiment(ctx, made?.id ?? id);
});
