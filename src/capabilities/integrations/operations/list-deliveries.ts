import { implement } from "../../../kernel/implement.ts";
import { listDeliveries } from "../contract/webhooks.ts";
import { selectDeliveries } from "../store/deliveries.ts";

export default implement(listDeliveries, (ctx, input) => selectDeliveries(ctx.tx, ctx.workspaceId, input));
