import * as z from "zod";
import { idOf, Json, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";

export const WebhookId = idOf("webhook");

/** MLflow's events by entity and action. */
export const webhookEvents = [
  "registered_model.created",
  "model_version.created",
  "model_version_tag.set",
  "model_version_tag.deleted",
  "model_version_alias.created",
  "model_version_alias.deleted",
  "prompt.created",
  "prompt_version.created",
  "prompt_tag.set",
  "prompt_tag.deleted",
  "prompt_version_tag.set",
  "prompt_version_tag.deleted",
  "prompt_alias.created",
  "prompt_alias.deleted",
] as const;
export const WebhookEvent = z.enum(webhookEvents);
export type WebhookEvent = z.output<typeof WebhookEvent>;

const Name = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, "1 to 63 letters, digits, dots, dashes or underscores, with a letter or digit at both ends");
const Url = z.string().min(1).max(2000).meta({ description: "https address that takes a POST; redirects are not followed" });
const Secret = z.string().max(1000).meta({ writeOnly: true, format: "password", description: "Signs each delivery; never shown again" });
const Events = z.array(WebhookEvent).min(1).max(webhookEvents.length);
const Status = z.enum(["active", "disabled"]);

export const Webhook = z.object({
  id: WebhookId,
  name: z.string(),
  description: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  status: Status,
  /** Null: events of every project. */
  projectId: idOf("project").nullable(),
  signed: z.boolean(),
  createdBy: z.string(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  /** The newest delivery that ended, for lists. */
  lastDelivery: z.object({ state: z.enum(["delivered", "failed"]), at: Timestamp }).nullable(),
  waiting: z.int().meta({ description: "Deliveries not made yet" }),
});
export type Webhook = z.output<typeof Webhook>;

export const DeliveryState = z.enum(["waiting", "delivered", "failed"]);

export const Delivery = z.object({
  id: z.uuid().meta({ description: "X-MLflow-Delivery-Id; the same in every try" }),
  webhookId: WebhookId,
  event: WebhookEvent,
  test: z.boolean(),
  state: DeliveryState,
  attempts: z.int(),
  /** Of the last try; null when nothing was answered. */
  status: z.int().nullable(),
  answer: z.string().nullable(),
  error: z.string().nullable(),
  latencyMs: z.int().nullable(),
  data: Json,
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
  nextAt: Timestamp.nullable(),
});
export type Delivery = z.output<typeof Delivery>;

const onWebhook = (i: { webhookId: string }) => ({ webhook: i.webhookId });
const one = z.object({ webhookId: WebhookId });

export const createWebhook = operation({
  name: "webhooks.create",
  kind: "call",
  summary: "Send events of the model registry to an address outside",
  http: { method: "POST", path: "/webhooks" },
  effect: "write",
  idempotent: false,
  permission: { action: "webhook:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: ["secret"] },
  errors: ["not_found", "unavailable"],
  secretOutput: true,
  input: z.object({
    name: Name,
    url: Url,
    events: Events,
    description: z.string().max(1000).default(""),
    secret: Secret.optional(),
    status: Status.default("active"),
    projectId: idOf("project").optional().meta({ description: "Only events of this project" }),
  }),
  output: Webhook,
});

export const listWebhooks = operation({
  name: "webhooks.list",
  kind: "call",
  summary: "List webhooks",
  http: { method: "GET", path: "/webhooks" },
  effect: "read",
  idempotent: true,
  // Addresses of receivers are often credentials themselves.
  permission: { action: "webhook:write" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of name or address" }),
    status: Status.optional(),
    sort: z.enum(["name", "createdAt"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  output: pageOf(Webhook),
});

export const getWebhook = operation({
  name: "webhooks.get",
  kind: "call",
  summary: "Show a webhook",
  http: { method: "GET", path: "/webhooks/{webhookId}" },
  effect: "read",
  idempotent: true,
  // Addresses of receivers are often credentials themselves.
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: [] },
  errors: ["not_found"],
  input: one,
  output: Webhook,
});

export const updateWebhook = operation({
  name: "webhooks.update",
  kind: "call",
  summary: "Change, disable or enable a webhook",
  http: { method: "PATCH", path: "/webhooks/{webhookId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: ["secret"] },
  errors: ["not_found", "unavailable"],
  input: z.object({
    webhookId: WebhookId,
    name: Name.optional(),
    url: Url.optional(),
    events: Events.optional(),
    description: z.string().max(1000).optional(),
    secret: Secret.optional().meta({ description: "A new secret; empty takes the signature away" }),
    status: Status.optional(),
  }),
  output: Webhook,
});

export const deleteWebhook = operation({
  name: "webhooks.delete",
  kind: "call",
  summary: "Delete a webhook with its deliveries and its secret",
  http: { method: "DELETE", path: "/webhooks/{webhookId}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: [] },
  errors: ["not_found"],
  input: one,
  output: z.object({ id: WebhookId }),
  tool: { say: "Delete a webhook.", confirm: (i) => `Delete webhook ${i.webhookId} with the list of its deliveries` },
});

export const testWebhook = operation({
  name: "webhooks.test",
  kind: "call",
  summary: "Send an example event once, whether the webhook is active or not",
  http: { method: "POST", path: "/webhooks/{webhookId}/test" },
  effect: "write",
  idempotent: false,
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ webhookId: WebhookId, event: WebhookEvent.optional().meta({ description: "Default: the first event it listens to" }) }),
  output: Delivery,
});

export const listDeliveries = operation({
  name: "webhooks.deliveries",
  kind: "call",
  summary: "List what a webhook was sent and what was answered, newest first",
  http: { method: "GET", path: "/webhooks/{webhookId}/deliveries" },
  effect: "read",
  idempotent: true,
  // Addresses of receivers are often credentials themselves.
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ webhookId: WebhookId, state: DeliveryState.optional(), event: WebhookEvent.optional(), ...pageInput }),
  output: pageOf(Delivery),
});

export const getDelivery = operation({
  name: "webhooks.delivery",
  kind: "call",
  summary: "Show one delivery",
  http: { method: "GET", path: "/webhooks/{webhookId}/deliveries/{deliveryId}" },
  effect: "read",
  idempotent: true,
  // Addresses of receivers are often credentials themselves.
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ webhookId: WebhookId, deliveryId: z.uuid() }),
  output: Delivery,
});

export const redeliver = operation({
  name: "webhooks.redeliver",
  kind: "call",
  summary: "Send a delivery that ended once more, under the same delivery id",
  http: { method: "POST", path: "/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver" },
  effect: "write",
  idempotent: false,
  permission: { action: "webhook:write", on: onWebhook },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ webhookId: WebhookId, deliveryId: z.uuid() }),
  output: Delivery,
});
