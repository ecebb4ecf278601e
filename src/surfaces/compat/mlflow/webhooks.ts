import {
  createWebhook,
  deleteWebhook,
  getDelivery,
  getWebhook,
  listWebhooks,
  testWebhook,
  updateWebhook,
  webhookEvents,
  type Delivery,
  type Webhook,
  type WebhookEvent,
} from "../../../capabilities/integrations/contract/webhooks.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { hex, millis, uuidOf } from "./ids.ts";
import { paged } from "./paging.ts";
import { invalid, missing, MlflowError } from "./problems.ts";
import { int, list, message, nested, required, string, unset } from "./proto.ts";

const Event = message({ entity: required(string), action: required(string) });
const fields = { description: string, secret: string, status: string };
const Create = message({ name: string, url: string, events: required(list(nested(Event))), ...fields });
const Update = message({ name: string, url: string, events: list(nested(Event)), ...fields });

/** A test is sent by the worker; a receiver has ten seconds to answer it. */
const testWaitMs = 15_000;
const lookEveryMs = 150;

/** Webhooks of the registry, as `MlflowClient.create_webhook` and its kin ask for them. */
export function registerWebhooks(d: Dialect): void {
  d.route("POST", "webhooks", { message: Create }, async (a) => {
    const m = a.message;
    if (m.name === undefined) throw missing("name");
    if (m.url === undefined) throw missing("url");
    const wanted = {
      name: m.name,
      url: checkedUrl(m.url),
      events: eventsOf(m.events),
      ...(m.description !== undefined && { description: m.description }),
      ...(m.secret !== undefined && m.secret !== "" && { secret: m.secret }),
      ...(m.status !== undefined && { status: statusOf(m.status) }),
    };
    return { webhook: shape(await called(m.name, () => a.call(createWebhook, wanted))) };
  });

  d.route("GET", "webhooks", { message: message({ max_results: int, page_token: string }) }, async (a) => {
    const { items, token } = await paged(a.message.max_results ?? 100, 1000, a.message.page_token, (page) => a.call(listWebhooks, page));
    return unset({ webhooks: items.map(shape), next_page_token: token });
  });

  d.route("GET", "webhooks/:id", {}, async (a) => ({ webhook: shape(await found(a, (webhookId) => a.call(getWebhook, { webhookId }))) }));

  d.route("PATCH", "webhooks/:id", { message: Update }, async (a) => {
    const m = a.message;
    const change = {
      ...(m.name !== undefined && m.name !== "" && { name: m.name }),
      ...(m.url !== undefined && m.url !== "" && { url: checkedUrl(m.url) }),
      ...(m.events !== undefined && m.events.length > 0 && { events: eventsOf(m.events) }),
      ...(m.description !== undefined && { description: m.description }),
      ...(m.secret !== undefined && { secret: m.secret }),
      ...(m.status !== undefined && { status: statusOf(m.status) }),
    };
    return { webhook: shape(await found(a, (webhookId) => called(m.name ?? "", () => a.call(updateWebhook, { webhookId, ...change })))) };
  });

  d.route("DELETE", "webhooks/:id", {}, async (a) => {
    await found(a, (webhookId) => a.call(deleteWebhook, { webhookId }));
    return {};
  });

  d.route("POST", "webhooks/:id/test", { message: message({ event: nested(Event) }) }, async (a) => {
    const webhookId = idOf(a);
    const [event] = a.message.event === undefined ? [] : eventsOf([a.message.event]);
    const { id: deliveryId } = await a.call(testWebhook, { webhookId, ...(event !== undefined && { event }) });
    for (const until = performance.now() + testWaitMs; performance.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      const delivery = await a.call(getDelivery, { webhookId, deliveryId });
      if (delivery.state !== "waiting") return { result: result(delivery) };
    }
    return { result: { success: false, error_message: "No worker has sent the test yet. Its delivery stays in line; see the webhook's deliveries." } };
  });
}

/** Acts on the webhook that the path names. @throws MlflowError where there is none */
async function found<T>(a: Asked<unknown>, act: (webhookId: string) => Promise<T>): Promise<T> {
  const webhookId = idOf(a);
  try {
    return await act(webhookId);
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") throw absent(a);
    throw error;
  }
}

function absent(a: Asked<unknown>): MlflowError {
  return new MlflowError("RESOURCE_DOES_NOT_EXIST", `Webhook with ID ${a.params["id"] ?? ""} not found.`);
}

function idOf(a: Asked<unknown>): string {
  const uuid = uuidOf((a.params["id"] ?? "").replaceAll("-", ""));
  if (uuid === null) throw absent(a);
  return uuid;
}

/** A refused name in the words that clients match, ours behind them. */
async function called<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid_input" && error.extra.fields?.[0]?.path === "name")
      throw invalid(`Webhook name ${JSON.stringify(name)} is invalid. ${error.message}\n${error.fix}`);
    throw error;
  }
}

/** @throws MlflowError for a text that is no address of the web; where it may point is the operation's to say */
function checkedUrl(text: string): string {
  if (text.trim() === "") throw invalid("Webhook URL cannot be empty or just whitespace.");
  const protocol = URL.canParse(text) ? new URL(text).protocol : null;
  if (protocol === null) throw invalid(`Invalid webhook URL: ${JSON.stringify(text)} is no address.`);
  if (protocol !== "https:" && protocol !== "http:") throw invalid(`Invalid webhook URL scheme: '${protocol.slice(0, -1)}'. It is https.`);
  return text;
}

const ours = new Set<string>(webhookEvents);

function eventsOf(events: readonly { entity: string; action: string }[]): WebhookEvent[] {
  if (events.length === 0) throw invalid("Webhook events must be a non-empty list.");
  return [...new Set(events.map(({ entity, action }) => eventOf(entity.toLowerCase(), action.toLowerCase())))];
}

function eventOf(entity: string, action: string): WebhookEvent {
  const name = `${entity}.${action}`;
  if (isEvent(name)) return name;
  const actions = webhookEvents.filter((event) => event.startsWith(`${entity}.`)).map((event) => `'${event.slice(entity.length + 1)}'`);
  throw invalid(`Invalid action '${action}' for entity '${entity}'. Valid actions are: [${actions.join(", ")}]`);
}

function isEvent(name: string): name is WebhookEvent {
  return ours.has(name);
}

function statusOf(status: string): "active" | "disabled" {
  if (status === "ACTIVE") return "active";
  if (status === "DISABLED") return "disabled";
  throw invalid(`Invalid webhook status '${status}'. It is ACTIVE or DISABLED.`);
}

function shape(webhook: Webhook): object {
  return unset({
    webhook_id: hex(webhook.id),
    name: webhook.name,
    description: webhook.description === "" ? undefined : webhook.description,
    url: webhook.url,
    events: webhook.events.map((event) => {
      const [entity = "", action = ""] = event.toUpperCase().split(".");
      return { entity, action };
    }),
    status: webhook.status === "active" ? "ACTIVE" : "DISABLED",
    creation_timestamp: millis(webhook.createdAt),
    last_updated_timestamp: millis(webhook.updatedAt),
  });
}

function result(delivery: Delivery): object {
  return unset({
    success: delivery.state === "delivered",
    response_status: delivery.status,
    response_body: delivery.answer ?? (delivery.status === null ? undefined : ""),
    error_message: delivery.error,
  });
}
