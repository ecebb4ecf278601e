import { implement } from "../../../kernel/implement.ts";
import { getDelivery } from "../contract/webhooks.ts";
import { theDelivery } from "./the-webhook.ts";

export default implement(getDelivery, (ctx, { webhookId, deliveryId }) => theDelivery(ctx, webhookId, deliveryId));
