import { implement } from "../../../kernel/implement.ts";
import { createWebhook } from "../contract/webhooks.ts";
import { insertWebhook } from "../store/webhooks.ts";
import { secretOf } from "../webhooks.ts";
import { theWebhook } from "./the-webhook.ts";

export default implement(createWebhook, async (ctx, { secret = "", status, projectId = null, ...settings }) => {
  ctx.services.outgoing.check(settings.url, "url");
  const id = ctx.newId();
  const signed = secret !== "";
  await insertWebhook(ctx.tx, ctx.workspaceId, { id, ...settings, active: status === "active", signed, projectId, by: ctx.actor.name });
  if (signed) {
    const keeper = { managedBy: `webhook ${settings.name}`, by: ctx.actor.name, description: `Signs deliveries of webhook ${settings.name}` };
    await ctx.services.secrets.set(ctx.tx, ctx.workspaceId, { name: secretOf(id), value: secret, ...keeper });
  }
  ctx.audit({ after: { id, name: settings.name, url: settings.url, events: settings.events, status } });
  ctx.emit("webhooks", id);
  return await theWebhook(ctx, id);
});
