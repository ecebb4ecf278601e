import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getRun } from "../contract/runs.ts";
import { findRun } from "../store/runs.ts";

export default implement(getRun, async (ctx, input) => {
  const run = await findRun(ctx.tx, ctx.workspaceId, input.runId);
  if (!run) throw refuse("not_found", `There is no run ${input.runId} here.`, "List them with `runs list`.");
  return run;
});
