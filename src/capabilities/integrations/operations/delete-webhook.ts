import { implement } from "../../../kernel/implement.ts";
import { deleteWebhook } from "../contract/webhooks.ts";
import { dropLane } from "../store/due.ts";
import { dropWebhook } from "../store/webhooks.ts";
import { secretOf } from "../webhooks.ts";
import { theWebhook } from "./the-webhook.ts";

export default implement(deleteWebhook, async (ctx, { webhookId }) => {
  const { name, url, events } = await theWebhook(ctx, webhookId);
  await ctx.services.secrets.remove(ctx.tx, ctx.workspaceId, secretOf(webhookId));
  await dropLane(ctx.tx, webhookId);
  await dropWebhook(ctx.tx, ctx.workspaceId, webhookId);
  ctx.audit({ before: { name, url, events } });
  ctx.emit("webhooks", webhookId);
  return { id: webhookId };
});
