import { createHmac } from "node:crypto";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { WebhookEvent } from "../contract/webhooks.ts";

/** Tries in all; with the waits below the last one comes about three hours after the event. */
export const mostAttempts = 9;
const waitsS = [2, 8, 30, 120, 480, 1800, 3600, 3600];
const longestWaitS = 3600;

/** Seconds until the next try after `attempts` of them; what the receiver asks for counts where it is longer. */
export function waitAfter(attempts: number, retryAfterS: number | null): number {
  const wait = waitsS[Math.min(attempts, waitsS.length) - 1] ?? longestWaitS;
  return Math.min(longestWaitS, Math.max(wait, retryAfterS ?? 0));
}

/** `Retry-After` in seconds, written as a number or as a date; null where it says neither. */
export function retryAfterOf(header: string | undefined, nowMs: number): number | null {
  if (header === undefined || header.trim() === "") return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - nowMs) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** Whether an answer is worth asking again: the receiver is busy or broken, and the request was not wrong. */
export function mayPass(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** The body of a delivery, as MLflow writes it. */
export function bodyOf(event: WebhookEvent, at: string, data: JsonValue): string {
  const [entity, action] = event.split(".");
  return JSON.stringify({ entity, action, timestamp: at, data });
}

/** `v1,` and the base64 HMAC-SHA256 of `<delivery id>.<unix seconds>.<body>`, MLflow's `X-MLflow-Signature`. */
export function signatureOf(secret: string, deliveryId: string, timestamp: string, body: string): string {
  return `v1,${createHmac("sha256", secret).update(`${deliveryId}.${timestamp}.${body}`).digest("base64")}`;
}

const model = { name: "example_model" };
const version = { ...model, version: "1" };
const prompt = { name: "example_prompt" };
const promptVersion = { ...prompt, version: "1" };
const tag = { key: "example_key", value: "example_value" };
const tags = { example_key: "example_value" };

/** What a test sends. */
export const examples: Readonly<Record<WebhookEvent, JsonValue>> = {
  "registered_model.created": { ...model, tags, description: "An example registered model" },
  "model_version.created": { ...version, source: "models:/123", run_id: "abcd1234abcd5678", tags, description: "An example model version" },
  "model_version_tag.set": { ...version, ...tag },
  "model_version_tag.deleted": { ...version, key: tag.key },
  "model_version_alias.created": { ...model, alias: "example_alias", version: "1" },
  "model_version_alias.deleted": { ...model, alias: "example_alias" },
  "prompt.created": { ...prompt, tags, description: "An example prompt" },
  "prompt_version.created": { ...promptVersion, template: "Hello {{name}}!", tags, description: "An example prompt version" },
  "prompt_tag.set": { ...prompt, ...tag },
  "prompt_tag.deleted": { ...prompt, key: tag.key },
  "prompt_version_tag.set": { ...promptVersion, ...tag },
  "prompt_version_tag.deleted": { ...promptVersion, key: tag.key },
  "prompt_alias.created": { ...prompt, alias: "example_alias", version: "1" },
  "prompt_alias.deleted": { ...prompt, alias: "example_alias" },
};
