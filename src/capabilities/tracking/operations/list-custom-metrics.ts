import { implement } from "../../../kernel/implement.ts";
import { listCustomMetrics } from "../contract/custom-metrics.ts";
import { selectCustomMetrics } from "../store/custom-metrics.ts";

export default implement(listCustomMetrics, (ctx, input) => selectCustomMetrics(ctx.tx, ctx.workspaceId, input));
