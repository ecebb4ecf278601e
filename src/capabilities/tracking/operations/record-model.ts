import { implement } from "../../../kernel/implement.ts";
import { recordModel } from "../contract/inputs.ts";
import { getRun, setTags } from "../contract/runs.ts";
import { historyWith } from "../domain/model-history.ts";
import { lockRun } from "../store/inputs.ts";

const tag = "mlflow.log-model.history";

export default implement(recordModel, async (ctx, { runId, model }) => {
  await lockRun(ctx.tx, ctx.workspaceId, runId);
  const { tags } = await ctx.call(getRun, { runId });
  const history = historyWith(tags[tag], model);
  await ctx.call(setTags, { runId, tags: { [tag]: JSON.stringify(history) } });
  return { models: history.length };
});
