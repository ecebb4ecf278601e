import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { findExperimentByNumber } from "../contract/experiments.ts";
import { experimentOfNumber } from "../store/experiments.ts";

export default implement(findExperimentByNumber, async (ctx, { number }) => {
  const experiment = await experimentOfNumber(ctx.tx, ctx.workspaceId, number);
  if (!experiment) throw refuse("not_found", `There is no experiment number ${number} here.`, "List them with `experiments list`.");
  return experiment;
});
