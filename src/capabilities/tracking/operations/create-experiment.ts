import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createExperiment } from "../contract/experiments.ts";
import { experimentOfName, insertExperiment, locateExperiment } from "../store/experiments.ts";
import { anExperiment, nameTaken } from "./found.ts";

export default implement(createExperiment, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  const made = await insertExperiment(ctx.tx, ctx.workspaceId, { ...input, id });
  if (made) {
    ctx.emit("experiments", id);
    ctx.audit({ after: { id, name: input.name } });
    return await anExperiment(ctx, id);
  }
  const same = input.id === undefined ? null : await locateExperiment(ctx.tx, ctx.workspaceId, input.id);
  if (!same) throw nameTaken(input.name, await experimentOfName(ctx.tx, ctx.workspaceId, input.projectId, input.name));
  if (same.projectId !== input.projectId) throw refuse("conflict", `Experiment ${id} is in another project.`, "Leave the id out, or choose a new one.");
  ctx.unchanged();
  return await anExperiment(ctx, id);
});
