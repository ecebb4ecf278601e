import { implement } from "../../../kernel/implement.ts";
import { logInputs } from "../contract/inputs.ts";
import { anActiveRun } from "./found.ts";
import { linkDatasets, linkModels } from "../store/inputs.ts";

export default implement(logInputs, async (ctx, { runId, datasets, models }) => {
  await anActiveRun(ctx, runId);
  const once = new Map<string, (typeof datasets)[number]>();
  for (const given of datasets) {
    const key = JSON.stringify([given.dataset.name, given.dataset.digest]);
    if (!once.has(key)) once.set(key, given);
  }
  const given = [...once.values()].map((d) => ({ ...d, id: ctx.newId() }));
  const linked = given.length === 0 ? 0 : await linkDatasets(ctx.tx, ctx.workspaceId, runId, given);
  const read = [...new Set(models)].map((modelId) => ({ modelId, step: 0 }));
  const added = read.length === 0 ? 0 : await linkModels(ctx.tx, ctx.workspaceId, runId, "input", read);
  if (linked + added === 0) ctx.unchanged();
  else ctx.emit("runs", runId);
  return { datasets: linked, models: added };
});
