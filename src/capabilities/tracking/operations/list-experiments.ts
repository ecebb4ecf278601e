import { implement } from "../../../kernel/implement.ts";
import { listExperiments } from "../contract/experiments.ts";
import { selectExperiments } from "../store/experiments.ts";

export default implement(listExperiments, (ctx, input) => selectExperiments(ctx.tx, ctx.workspaceId, input));
