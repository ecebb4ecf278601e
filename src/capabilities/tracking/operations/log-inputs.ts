import { implement } from "../../../kernel/implement.ts";
import { logInputs } from "../contract/inputs.ts";
import { linkDatasets, linkModels } from "../store/inputs.ts";

export default implement(logInputs, async (ctx, { runId, datasets, models }) => {
  const once = new Map(datasets.toReversed().map((d) => [JSON.stringify([d.dataset.name, d.dataset.digest]), d]));
  const given = [...once.values()].toReversed().map((d) => ({ ...d, id: ctx.newId() }));
  const linked = given.length === 0 ? 0 : await linkDatasets(ctx.tx, ctx.workspaceId, runId, given);
  const read = [...new Set(models)].map((modelId) => ({ modelId, step: 0 }));
  const added = read.length === 0 ? 0 : await linkModels(ctx.tx, ctx.workspaceId, runId, "input", read);
  if (linked + added === 0) ctx.unchanged();
  else ctx.emit("runs", runId);
  return { datasets: linked, models: added };
});
