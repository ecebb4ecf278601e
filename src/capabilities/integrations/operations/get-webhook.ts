import { implement } from "../../../kernel/implement.ts";
import { getWebhook } from "../contract/webhooks.ts";
import { theWebhook } from "./the-webhook.ts";

export default implement(getWebhook, (ctx, { webhookId }) => theWebhook(ctx, webhookId));
