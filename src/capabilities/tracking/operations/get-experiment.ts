import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getExperiment } from "../contract/experiments.ts";
import { findExperiment } from "../store/experiments.ts";

export default implement(getExperiment, async (ctx, input) => {
  const experiment = await findExperiment(ctx.tx, ctx.workspaceId, input.experimentId);
  if (!experiment) throw refuse("not_found", `There is no experiment ${input.experimentId} here.`, "List them with `experiments list`.");
  return experiment;
});
