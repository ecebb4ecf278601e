import type { FastifyInstance } from "fastify";

/** Styles are written by the component library at run time; everything else comes from this origin. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Security headers on every answer; a route that sets one itself keeps its own. */
export function securityHeaders(app: FastifyInstance, { secure }: { secure: boolean }): void {
  const headers: Record<string, string> = {
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    ...(secure && { "strict-transport-security": "max-age=31536000" }),
  };
  app.addHook("onSend", async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) void reply.header(name, value);
    const answers = request.url.startsWith("/api/v1") || request.url.startsWith("/auth/");
    if (answers && !reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
  });
}
