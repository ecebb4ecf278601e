import type { JsonValue } from "../../kernel/contract/common.ts";
import type { LoopTools, Services } from "../../kernel/ctx.ts";
import { Refusal } from "../../kernel/contract/errors.ts";
import type { Tx } from "../../kernel/ports.ts";
import { OutgoingFailure } from "../../outgoing/http.ts";
import { bodyOf, mayPass, mostAttempts, retryAfterOf, signatureOf, waitAfter } from "./domain/webhooks.ts";
import { noteTry, readSending, recordEvent, type Sending, type Tried } from "./store/deliveries.ts";
import { dropDue, putDue } from "./store/due.ts";

/** An act of the registry, as webhooks tell it. */
export interface RegistryEvent {
  /** MLflow's word, `registered_model.created`; one that nobody can listen to is told to nobody. */
  event: string;
  projectId: string | null;
  /** MLflow's payload of the event. */
  data: JsonValue;
}

/** How acts reach webhooks: rows in the transaction of the act, sent by the worker later. */
export interface Webhooks {
  record(tx: Tx, workspaceId: string, event: RegistryEvent): Promise<void>;
}

declare module "../../kernel/ctx.ts" {
  interface Services {
    readonly webhooks: Webhooks;
  }
}

export const webhooks: Webhooks = {
  record: (tx, workspaceId, { event, projectId, data }) => recordEvent(tx, workspaceId, event, projectId, data),
};

/** The secret a webhook signs with. */
export function secretOf(webhookId: string): string {
  return `webhook-${webhookId}`;
}

const timeoutMs = 10_000;
const answerBytes = 2000;

type Tools = Pick<LoopTools, "transaction" | "now" | "log"> & { services: Services };

/** One try of one delivery: read, send outside any transaction, write what was answered. */
export async function deliver(tools: Tools, ws: string, id: string): Promise<void> {
  const found = await tools.transaction(ws, async (tx) => {
    const sending = await readSending(tx, ws, id);
    if (!sending) {
      await dropDue(tx, "delivery", id);
      return null;
    }
    const secret = sending.signed ? await opened(tools, tx, ws, sending.webhookId) : null;
    return { sending, secret };
  });
  if (!found) return;
  const { sending, secret } = found;
  const tried = !sending.active && !sending.test ? disabled : secret instanceof Refusal ? locked(secret) : await send(tools, sending, secret);
  await tools.transaction(ws, async (tx) => {
    await noteTry(tx, ws, id, tried);
    if (tried.waitS === null) await dropDue(tx, "delivery", id);
    else await putDue(tx, ws, "delivery", id, sending.webhookId, tried.waitS);
  });
}

async function opened(tools: Tools, tx: Tx, ws: string, webhookId: string): Promise<string | Refusal> {
  try {
    return await tools.services.secrets.open(tx, ws, secretOf(webhookId));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const disabled: Tried = {
  state: "failed",
  status: null,
  answer: null,
  error: "The webhook was disabled before this was sent. Enable it, then send it again.",
  latencyMs: null,
  waitS: null,
};

function locked(refusal: Refusal): Tried {
  return { ...disabled, error: `${refusal.message} ${refusal.fix}` };
}

async function send(tools: Tools, sending: Sending, secret: string | null): Promise<Tried> {
  const body = bodyOf(sending.event, sending.at, sending.data);
  const timestamp = String(Math.floor(tools.now().getTime() / 1000));
  const headers = {
    "content-type": "application/json",
    "x-mlflow-delivery-id": sending.id,
    "x-mlflow-timestamp": timestamp,
    ...(secret !== null && { "x-mlflow-signature": signatureOf(secret, sending.id, timestamp, body) }),
  };
  const attempts = sending.attempts + 1;
  const more = !sending.test && attempts < mostAttempts;
  try {
    const answer = await tools.services.outgoing.request({ method: "POST", url: sending.url, headers, body, timeoutMs, maxBytes: answerBytes, cut: true });
    const text = answer.body.toString("utf8").replaceAll("\0", "\u{fffd}").toWellFormed();
    const said = { status: answer.status, answer: text === "" ? null : text, latencyMs: answer.latencyMs };
    if (answer.status >= 200 && answer.status < 300) return { ...said, state: "delivered", error: null, waitS: null };
    const error = answer.status < 400 ? "It answered with a redirect, which is not followed." : null;
    if (!more || !mayPass(answer.status)) return { ...said, state: "failed", error, waitS: null };
    return { ...said, state: "waiting", error, waitS: waitAfter(attempts, retryAfterOf(answer.headers["retry-after"], tools.now().getTime())) };
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error;
    const again = more && error.reason !== "forbidden_target";
    const none = { status: null, answer: null, latencyMs: null, error: error.message };
    return again ? { ...none, state: "waiting", waitS: waitAfter(attempts, null) } : { ...none, state: "failed", waitS: null };
  }
}
