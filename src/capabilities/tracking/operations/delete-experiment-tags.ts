import { implement } from "../../../kernel/implement.ts";
import { deleteExperimentTags } from "../contract/experiments.ts";
import { changeTags } from "../store/experiments.ts";
import { anActiveExperiment, anExperiment } from "./found.ts";

export default implement(deleteExperimentTags, async (ctx, { experimentId, keys }) => {
  await anActiveExperiment(ctx, experimentId);
  const { tags } = await anExperiment(ctx, experimentId);
  const deleted = keys.filter((key) => Object.hasOwn(tags, key));
  if (deleted.length === 0) ctx.unchanged();
  else {
    await changeTags(ctx.tx, ctx.workspaceId, experimentId, {}, deleted);
    ctx.emit("experiments", experimentId);
    ctx.audit({ before: { tags: Object.fromEntries(deleted.map((key) => [key, tags[key] ?? ""])) } });
  }
  return { deleted };
});
