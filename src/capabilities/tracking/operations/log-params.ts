import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { logParams } from "../contract/runs.ts";
import { findRun, mergeParams } from "../store/runs.ts";

export default implement(logParams, async (ctx, input) => {
  const run = await findRun(ctx.tx, ctx.workspaceId, input.runId);
  const changed = Object.entries(input.params).find(([key, value]) => (run?.params[key] ?? value) !== value);
  if (changed)
    throw refuse(
      "conflict",
      `Run ${input.runId} has parameter ${changed[0]} = ${run?.params[changed[0]] ?? ""} already.`,
      "Parameters are written once; use a tag for what changes.",
    );
  await mergeParams(ctx.tx, ctx.workspaceId, input.runId, input.params);
  ctx.emit("runs", input.runId);
  return { logged: Object.keys(input.params).length };
});
