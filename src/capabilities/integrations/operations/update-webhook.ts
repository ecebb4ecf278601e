import { implement } from "../../../kernel/implement.ts";
import { updateWebhook } from "../contract/webhooks.ts";
import { changeWebhook } from "../store/webhooks.ts";
import { secretOf } from "../webhooks.ts";
import { theWebhook } from "./the-webhook.ts";

export default implement(updateWebhook, async (ctx, { webhookId, secret, ...changes }) => {
  const before = await theWebhook(ctx, webhookId);
  if (changes.url !== undefined) ctx.services.outgoing.check(changes.url, "url");
  const signed = secret === undefined ? before.signed : secret !== "";
  const name = changes.name ?? before.name;
  const status = changes.status ?? before.status;
  await changeWebhook(ctx.tx, ctx.workspaceId, {
    id: webhookId,
    name,
    description: changes.description ?? before.description,
    url: changes.url ?? before.url,
    events: changes.events ?? before.events,
    active: status === "active",
    signed,
  });
  // Kept under the name it was made with: who keeps a secret does not change.
  if (secret !== undefined) await ctx.services.secrets.remove(ctx.tx, ctx.workspaceId, secretOf(webhookId));
  if (secret !== undefined && secret !== "") {
    const keeper = { managedBy: `webhook ${name}`, by: ctx.actor.name, description: `Signs deliveries of webhook ${name}` };
    await ctx.services.secrets.set(ctx.tx, ctx.workspaceId, { name: secretOf(webhookId), value: secret, ...keeper });
  }
  const after = await theWebhook(ctx, webhookId);
  const shown = ({ name: n, url, events, status: s }: typeof before) => ({ name: n, url, events, status: s });
  ctx.audit({ before: shown(before), after: { ...shown(after), ...(secret !== undefined && { secret: "changed" }) } });
  ctx.emit("webhooks", webhookId);
  return after;
});
