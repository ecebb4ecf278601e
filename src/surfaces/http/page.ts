import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { refuse } from "../../kernel/contract/errors.ts";

/** The built web page; every address that is not a file is the page itself, which routes by it. */
export function pagePlugin(folder: string): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    if (!existsSync(join(folder, "index.html"))) return;
    await app.register(fastifyStatic, {
      root: folder,
      // Looked up at each request: a page built again is served without a restart.
      wildcard: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const immutable = path.includes(`${folder}/assets/`);
        reply.header("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
    app.setNotFoundHandler(async (request, reply) => {
      const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
      if (!wantsPage)
        throw refuse("not_found", `${request.method} ${request.url.split("?")[0] ?? ""} is not an address here.`, "The page is at /, the API at /api/docs.");
      return reply.header("cache-control", "no-cache").sendFile("index.html");
    });
  };
}
