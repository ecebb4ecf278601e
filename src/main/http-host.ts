import type { FastifyRequest } from "fastify";
import type { Authenticator } from "../capabilities/identity/authenticator.ts";
import type { Kernel } from "../kernel/pipeline.ts";
import type { HttpHost } from "../surfaces/http/rest.ts";

/** What the HTTP surfaces are given: the kernel, and who a request comes from. */
export function httpHost(kernel: Kernel, auth: Authenticator): HttpHost {
  return {
    kernel,
    authenticate: (request: FastifyRequest) => {
      const workspace = request.headers["lumina-workspace"] ?? (request.query as { workspace?: unknown } | undefined)?.workspace;
      return auth.authenticate({
        authorization: request.headers.authorization,
        cookie: request.headers.cookie,
        ...(typeof workspace === "string" && { workspaceHeader: workspace }),
      });
    },
  };
}
