import { randomUUIDv7 } from "node:crypto";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Log } from "../../kernel/ports.ts";
import { ceremonyPaths } from "./auth/openapi.ts";
import { jsonBodies } from "./json.ts";
import { openApiDocument } from "./openapi.ts";
import { sendProblem } from "./problem.ts";
import { registerRest, type HttpHost } from "./rest.ts";
import { registerTransfers } from "./transfers.ts";

export interface HttpOptions {
  host: HttpHost;
  log: Log;
  version: string;
  https?: { cert: Buffer; key: Buffer };
  /** Dialects, auth ceremonies, health, pages; each registers itself. */
  plugins: readonly ((app: FastifyInstance, host: HttpHost) => void | Promise<void>)[];
}

// The longest search and cursor, every character percent-encoded, fit.
const maxHeaderSize = 64 * 1024;

/** The one HTTP origin: REST, OpenAPI, SSE, transfers, and what main plugs in. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const settings: FastifyServerOptions = {
    logger: false,
    bodyLimit: 16 * 1024 * 1024,
    genReqId: () => randomUUIDv7(),
    routerOptions: { maxParamLength: 8192 },
    trustProxy: "loopback",
    // Some clients join an address that ends in a slash with a path that begins with one.
    rewriteUrl: ({ url = "/" }) => (url.startsWith("//") ? url.replace(/^\/+/, "/") : url),
    // Addresses that no route can even be looked up for.
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply, options.log),
    ...((options.https ? { https: { ...options.https, maxHeaderSize } } : { http: { maxHeaderSize } }) as object),
  };
  const app = Fastify(settings);
  jsonBodies(app);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, options.log));
  app.addHook("onSend", async (request, reply) => void reply.header("lumina-request", request.id));
  app.addHook("onRequest", async (request) => {
    if (request.headers["content-type"]?.startsWith("application/json") && request.headers["content-length"] === "0") delete request.headers["content-type"];
  });
  for (const plugin of options.plugins) await plugin(app, options.host);
  registerRest(app, options.host);
  registerTransfers(app, options.host);
  await registerDocs(app, options);
  app.all("/api/*", (request) => {
    throw refuse(
      "not_found",
      `${request.method} ${request.url.split("?")[0] ?? ""} is not an address of this API.`,
      "GET /api/openapi.json lists every address.",
    );
  });
  return app;
}

async function registerDocs(app: FastifyInstance, { host, version }: HttpOptions): Promise<void> {
  const document = openApiDocument(host.kernel.registry.specs, version, ceremonyPaths());
  const text = JSON.stringify(document);
  app.get("/api/openapi.json", (_request, reply) => reply.type("application/json").send(text));
  await app.register(swagger, { mode: "static", specification: { document: document as never } });
  await app.register(swaggerUi, { routePrefix: "/api/docs", uiConfig: { deepLinking: true, tryItOutEnabled: true }, staticCSP: false });
}
