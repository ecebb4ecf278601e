import { implement } from "../../../kernel/implement.ts";
import { recordModel } from "../contract/inputs.ts";
import { setTags } from "../contract/runs.ts";
import { historyWith } from "../domain/model-history.ts";
import { anActiveRun } from "./found.ts";

const tag = "mlflow.log-model.history";

export default implement(recordModel, async (ctx, { runId, model }) => {
  const { tags } = await anActiveRun(ctx, runId);
  const history = historyWith(tags[tag], model);
  await ctx.call(setTags, { runId, tags: { [tag]: JSON.stringify(history) } });
  return { models: history.length };
});
