import { implement } from "../../../kernel/implement.ts";
import { predictionLog } from "../contract.ts";
import { listPredictions } from "../store/predictions.ts";

export default implement(predictionLog, (ctx, input) => listPredictions(ctx.tx, ctx.workspaceId, input.deploymentId, input));
