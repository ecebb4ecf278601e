import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUIDv7 } from "node:crypto";
import type * as z from "zod";
import type { InputFactories, World } from "../../../tests/world.ts";
import type { LoopTools } from "../../kernel/ctx.ts";
import { createMirror, type Mirror } from "./contract/mirrors.ts";
import { createWebhook, testWebhook, type Webhook } from "./contract/webhooks.ts";
import { deliver } from "./webhooks.ts";

/** A webhook that listens to new models. */
export async function newWebhook(w: World, more: { url?: string; secret?: string; projectId?: string } = {}): Promise<Webhook> {
  return await w.call(createWebhook, { name: `hook-${w.unique()}`, url: "https://hooks.example.org/a", events: ["registered_model.created"], ...more });
}

async function testedWebhook(w: World): Promise<{ webhookId: string; deliveryId: string }> {
  const { id: webhookId } = await newWebhook(w, { url: "http://127.0.0.1:9/" });
  const { id: deliveryId } = await w.call(testWebhook, { webhookId });
  return { webhookId, deliveryId };
}

export const inputs: InputFactories = {
  "webhooks.create": async (w) => ({
    name: `hook-${w.unique()}`,
    url: "https://hooks.example.org/a",
    events: ["model_version.created"],
    secret: "hush",
    projectId: w.projectId,
  }),
  "webhooks.list": async () => ({}),
  "webhooks.get": async (w) => ({ webhookId: (await newWebhook(w)).id }),
  "webhooks.update": async (w) => ({ webhookId: (await newWebhook(w, { secret: "old" })).id, status: "disabled", secret: "new" }),
  "webhooks.delete": async (w) => ({ webhookId: (await newWebhook(w, { secret: "old" })).id }),
  "webhooks.test": async (w) => ({ webhookId: (await newWebhook(w)).id }),
  "webhooks.deliveries": async (w) => ({ webhookId: (await newWebhook(w)).id }),
  "webhooks.delivery": (w) => testedWebhook(w),
  "webhooks.redeliver": async (w) => {
    const tested = await testedWebhook(w);
    await deliver(toolsOf(w), w.workspaceId, tested.deliveryId);
    return tested;
  },
  "mirrors.create": async (w) => ({ projectId: w.projectId, kind: "mlflow", name: w.unique(), url: "https://mlflow.example.org", token: "hush" }),
  "mirrors.list": async () => ({}),
  "mirrors.get": async (w) => ({ mirrorId: (await newMirror(w)).id }),
  "mirrors.status": async (w) => ({ mirrorId: (await newMirror(w)).id }),
  "mirrors.runs": async (w) => ({ mirrorId: (await newMirror(w)).id }),
  "mirrors.update": async (w) => ({ mirrorId: (await newMirror(w)).id, name: w.unique(), token: "new" }),
  "mirrors.pause": async (w) => ({ mirrorId: (await newMirror(w)).id }),
  "mirrors.resume": async (w) => ({ mirrorId: (await newMirror(w)).id }),
  "mirrors.copyHistory": async (w) => ({ mirrorId: (await newMirror(w)).id }),
  "mirrors.remove": async (w) => ({ mirrorId: (await newMirror(w)).id }),
};

/** A mirror of the project; nothing is sent before a worker, or a test, serves it. */
export async function newMirror(w: World, more: Partial<z.input<typeof createMirror.input>> = {}): Promise<Mirror> {
  return await w.call(createMirror, { projectId: w.projectId, kind: "mlflow", name: w.unique(), url: "https://mlflow.example.org", ...more });
}

/** What a loop works with, in one workspace. */
export function toolsOf(w: World): LoopTools {
  const { db, services, now } = w.kernel.ports;
  return {
    services,
    log: services.log,
    now,
    newId: () => randomUUIDv7(),
    workspaces: async () => [w.workspaceId],
    transaction: (workspaceId, body) => db.transaction(workspaceId, {}, body),
    call: (_ws, spec, input) => w.call(spec, input),
  };
}

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver on the loopback that keeps what it is sent; `answer` decides status and body. */
export async function receiver(
  answer: (received: Received, count: number) => { status: number; body?: string; headers?: Record<string, string>; waitMs?: number } = () => ({ status: 200 }),
): Promise<{ url: string; received: Received[]; close(): Promise<void> }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(one);
      const { status, body = "", headers = {}, waitMs = 0 } = answer(one, received.length);
      setTimeout(() => response.writeHead(status, headers).end(body), waitMs);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
