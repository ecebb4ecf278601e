import { implement } from "../../../kernel/implement.ts";
import { listWebhooks } from "../contract/webhooks.ts";
import { selectWebhooks } from "../store/webhooks.ts";

export default implement(listWebhooks, (ctx, input) => selectWebhooks(ctx.tx, ctx.workspaceId, input));
