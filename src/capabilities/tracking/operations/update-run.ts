import { implement } from "../../../kernel/implement.ts";
import { updateRun } from "../contract/runs.ts";
import { changeRun, locateRun } from "../store/runs.ts";
import { aRun, deletedRun, noRun } from "./found.ts";

export default implement(updateRun, async (ctx, { runId, ...change }) => {
  const before = await locateRun(ctx.tx, ctx.workspaceId, runId);
  if (!before) throw noRun(runId);
  if (before.deletedAt) throw deletedRun(runId);
  await changeRun(ctx.tx, ctx.workspaceId, runId, change);
  const after = await aRun(ctx, runId);
  ctx.emit("runs", runId);
  ctx.audit({ before: { name: before.name, status: before.status }, after: { name: after.name, status: after.status } });
  return after;
});
