import type { FastifyInstance, FastifyRequest } from "fastify";
import { refuse } from "../../../kernel/contract/errors.ts";

export interface CsrfOptions {
  /** Name of the session cookie. */
  cookieName: string;
  /** Other origins whose pages may call the API, with a key, never by cookie. */
  allowedOrigins: readonly string[];
}

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function sameOrigin(request: FastifyRequest, origin: string): boolean {
  try {
    return new URL(origin).host === request.host;
  } catch {
    return false;
  }
}

/** `own`: the browser vouches for this page; `foreign`: it says another one; `none`: no browser said anything. */
function whence(request: FastifyRequest): "own" | "foreign" | "none" {
  const site = text(request.headers["sec-fetch-site"]);
  const origin = text(request.headers.origin);
  if (origin !== undefined && !sameOrigin(request, origin)) return "foreign";
  if (site === "same-origin") return "own";
  if (site !== undefined && site !== "none") return "foreign";
  return origin === undefined ? "none" : "own";
}

/**
 * Refuses writes that another page makes a browser send. By cookie a write needs the header `X-Lumina-Csrf`
 * and the browser's word that it comes from this origin; without one, another origin must be an allowed one.
 */
export function csrfGuard(app: FastifyInstance, { cookieName, allowedOrigins }: CsrfOptions): void {
  app.addHook("onRequest", async (request) => {
    if (safe.has(request.method)) return;
    const from = whence(request);
    const byCookie = request.headers.authorization === undefined && (request.headers.cookie ?? "").includes(`${cookieName}=`);
    if (byCookie && (from !== "own" || request.headers["x-lumina-csrf"] === undefined))
      throw refuse(
        "forbidden",
        "This request came by a session cookie without proof that the page of this installation sent it.",
        "Send the header X-Lumina-Csrf: 1 from the same origin, or use an API key.",
      );
    if (from === "foreign" && !byCookie && !allowedOrigins.includes(text(request.headers.origin) ?? ""))
      throw refuse("forbidden", "Pages of another origin may not write here.", "Add the origin to LUMINA_CORS_ORIGINS, or call from outside a browser.");
  });
}
