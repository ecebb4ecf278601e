import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createExperiment } from "../contract/experiments.ts";
import { findExperiment, insertExperiment } from "../store/experiments.ts";

export default implement(createExperiment, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  const made = await insertExperiment(ctx.tx, ctx.workspaceId, { ...input, id });
  if (!made) throw refuse("conflict", `The project has an experiment called ${input.name} already.`, "Choose another name, or log to the one that exists.");
  ctx.emit("experiments", id);
  ctx.audit({ after: { id, name: input.name } });
  const experiment = await findExperiment(ctx.tx, ctx.workspaceId, id);
  if (!experiment) throw new Error("the experiment just made is there");
  return experiment;
});
