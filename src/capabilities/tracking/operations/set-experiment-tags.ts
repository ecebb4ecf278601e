import { implement } from "../../../kernel/implement.ts";
import { setExperimentTags } from "../contract/experiments.ts";
import { changeTags } from "../store/experiments.ts";
import { anActiveExperiment } from "./found.ts";

export default implement(setExperimentTags, async (ctx, { experimentId, tags }) => {
  await anActiveExperiment(ctx, experimentId);
  await changeTags(ctx.tx, ctx.workspaceId, experimentId, tags, []);
  ctx.emit("experiments", experimentId);
  return { set: Object.keys(tags).length };
});
