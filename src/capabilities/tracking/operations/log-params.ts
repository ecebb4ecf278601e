import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { logParams } from "../contract/runs.ts";
import { changes, rewritten } from "../domain/labels.ts";
import { writeLabels } from "../store/labels.ts";
import { anActiveRun } from "./found.ts";

export default implement(logParams, async (ctx, { runId, params }) => {
  const run = await anActiveRun(ctx, runId);
  const clash = rewritten(run.params, params);
  if (clash) throw writtenOnce(runId, clash);
  const fresh = changes(run, "p", run.params, params);
  if (fresh.length === 0) ctx.unchanged();
  else {
    await writeLabels(ctx.tx, ctx.workspaceId, fresh);
    ctx.emit("runs", runId);
  }
  return { logged: Object.keys(params).length };
});

export function writtenOnce(runId: string, { key, old, value }: { key: string; old: string; value: string }): Refusal {
  return refuse(
    "conflict",
    `Changing param values is not allowed. Param with key='${key}' was already logged with value='${old}' for run ID='${runId}'. Attempted logging new value '${value}'.`,
    "Parameters are written once; use a tag for what changes.",
  );
}
