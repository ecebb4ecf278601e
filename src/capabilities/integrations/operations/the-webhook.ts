import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Delivery, Webhook } from "../contract/webhooks.ts";
import { readDelivery } from "../store/deliveries.ts";
import { readWebhook } from "../store/webhooks.ts";

/** @throws Refusal `not_found` */
export async function theWebhook(ctx: Ctx, id: string): Promise<Webhook> {
  const webhook = await readWebhook(ctx.tx, ctx.workspaceId, id);
  if (!webhook) throw refuse("not_found", `There is no webhook ${id} here.`, "List them with `webhooks list`.");
  return webhook;
}

/** @throws Refusal `not_found` */
export async function theDelivery(ctx: Ctx, webhookId: string, id: string): Promise<Delivery> {
  const delivery = await readDelivery(ctx.tx, ctx.workspaceId, webhookId, id);
  if (!delivery)
    throw refuse("not_found", `There is no delivery ${id} of this webhook.`, "List them with `webhooks deliveries`; after 30 days they are forgotten.");
  return delivery;
}
