import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateRun } from "../contract/runs.ts";
import { changeRun, findRun } from "../store/runs.ts";

export default implement(updateRun, async (ctx, input) => {
  const before = await findRun(ctx.tx, ctx.workspaceId, input.runId);
  if (!before) throw refuse("not_found", `There is no run ${input.runId} here.`, "List them with `runs list`.");
  const { name, status, error } = input;
  await changeRun(ctx.tx, ctx.workspaceId, input.runId, { name, status, error });
  const after = await findRun(ctx.tx, ctx.workspaceId, input.runId);
  if (!after) throw new Error("the run just changed is there");
  ctx.emit("runs", input.runId);
  ctx.audit({ before: { name: before.name, status: before.status }, after: { name: after.name, status: after.status } });
  return after;
});
