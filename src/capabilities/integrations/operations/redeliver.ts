import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { redeliver } from "../contract/webhooks.ts";
import { reopen } from "../store/deliveries.ts";
import { putDue } from "../store/due.ts";
import { theDelivery } from "./the-webhook.ts";

export default implement(redeliver, async (ctx, { webhookId, deliveryId }) => {
  const before = await theDelivery(ctx, webhookId, deliveryId);
  if (!(await reopen(ctx.tx, ctx.workspaceId, deliveryId)))
    throw refuse("conflict", `Delivery ${deliveryId} still waits to be sent.`, "Wait for its end; `webhooks delivery` says when it is tried next.");
  await putDue(ctx.tx, ctx.workspaceId, "delivery", deliveryId, webhookId, 0);
  ctx.audit({ before: { state: before.state, attempts: before.attempts, status: before.status } });
  return await theDelivery(ctx, webhookId, deliveryId);
});
