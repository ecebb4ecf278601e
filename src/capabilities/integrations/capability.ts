import type { Capability } from "../../kernel/ctx.ts";
import { deliverWebhooks, tidyDeliveries } from "./loops.ts";
import createWebhook from "./operations/create-webhook.ts";
import deleteWebhook from "./operations/delete-webhook.ts";
import getDelivery from "./operations/get-delivery.ts";
import getWebhook from "./operations/get-webhook.ts";
import listDeliveries from "./operations/list-deliveries.ts";
import listWebhooks from "./operations/list-webhooks.ts";
import redeliver from "./operations/redeliver.ts";
import testWebhook from "./operations/test-webhook.ts";
import updateWebhook from "./operations/update-webhook.ts";
import { findWebhook } from "./store/webhooks.ts";

export const integrationsCapability: Capability = {
  name: "integrations",
  nouns: ["webhooks"],
  operations: [createWebhook, listWebhooks, getWebhook, updateWebhook, deleteWebhook, testWebhook, listDeliveries, getDelivery, redeliver],
  resources: { webhook: findWebhook },
  loops: [deliverWebhooks, tidyDeliveries],
  migrations: new URL("./migrations/", import.meta.url),
};
