import { implement } from "../../../kernel/implement.ts";
import { testWebhook } from "../contract/webhooks.ts";
import { examples } from "../domain/webhooks.ts";
import { insertTest } from "../store/deliveries.ts";
import { putDue } from "../store/due.ts";
import { theDelivery, theWebhook } from "./the-webhook.ts";

export default implement(testWebhook, async (ctx, { webhookId, event }) => {
  const webhook = await theWebhook(ctx, webhookId);
  const tested = event ?? webhook.events[0];
  if (tested === undefined) throw new Error(`webhook ${webhookId} listens to nothing`);
  const id = ctx.newId();
  await insertTest(ctx.tx, ctx.workspaceId, id, webhookId, tested, examples[tested]);
  await putDue(ctx.tx, ctx.workspaceId, "delivery", id, webhookId, 0);
  ctx.audit({ after: { deliveryId: id, event: tested } });
  return await theDelivery(ctx, webhookId, id);
});
