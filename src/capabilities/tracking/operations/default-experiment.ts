import { implement } from "../../../kernel/implement.ts";
import { defaultExperiment } from "../contract/experiments.ts";
import { experimentOfName, insertExperiment } from "../store/experiments.ts";
import { anExperiment } from "./found.ts";

const name = "Default";

export default implement(defaultExperiment, async (ctx, { projectId }) => {
  const known = await experimentOfName(ctx.tx, ctx.workspaceId, projectId, name);
  const id = known?.id ?? ctx.newId();
  if (!known && (await insertExperiment(ctx.tx, ctx.workspaceId, { id, projectId, name, description: "", tags: {} }))) {
    ctx.emit("experiments", id);
    ctx.audit({ after: { id, name } });
    return await anExperiment(ctx, id);
  }
  ctx.unchanged();
  const made = known ?? (await experimentOfName(ctx.tx, ctx.workspaceId, projectId, name));
  return await anExperiment(ctx, made?.id ?? id);
});
