import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type * as z from "zod";
import * as contract from "../../../capabilities/identity/contract/auth.ts";
import { createKey } from "../../../capabilities/identity/contract/keys.ts";
import { LinkToken } from "../../../capabilities/identity/contract/shared.ts";
import { invokeAny } from "../../../kernel/any.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Actor } from "../../../kernel/ports.ts";
import type { HttpHost } from "../rest.ts";
import { csrfGuard } from "./csrf.ts";
import { securityHeaders } from "./headers.ts";

interface From {
  address: string | null;
  userAgent: string | null;
  requestId: string;
  surface: "web" | "cli";
}

interface Answer {
  body: object;
  cookies: string[];
}

/** The ceremonies that identity provides; main hands them in. */
export interface CeremonyPort {
  signUp(input: contract.SignUp, from: From): Promise<Answer>;
  signIn(input: contract.SignIn, from: From): Promise<Answer>;
  signOut(cookie: string | undefined, from: From): Promise<Answer>;
  session(cookie: string | undefined): Promise<Answer>;
  openLink(token: string, from: From): Promise<Answer>;
  setPassword(cookie: string | undefined, input: contract.SetPassword, from: From): Promise<Answer>;
  cliLogin(input: contract.CliLogin, from: From): Promise<Actor>;
  state(): Promise<object>;
}

export interface AuthPluginOptions {
  ceremonies: CeremonyPort;
  /** Name of the session cookie: `sessionCookieName(secure)`. */
  cookieName: string;
  /** True under TLS. */
  secure: boolean;
  /** Other origins whose pages may call the API with a key. */
  allowedOrigins?: readonly string[];
}

const bodyLimit = 16_384;
const loginKeyDays = 90;

function parse<T extends z.ZodObject>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw refuse("invalid_input", `${fields[0]?.path || "The body"}: ${fields[0]?.message ?? "not valid"}.`, "Correct the named fields.", { fields });
}

function fromOf(request: FastifyRequest, surface: From["surface"]): From {
  return { address: request.ip, userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null, requestId: request.id, surface };
}

function send(reply: FastifyReply, { body, cookies }: Answer): FastifyReply {
  if (cookies.length > 0) void reply.header("set-cookie", cookies);
  return reply.send(body);
}

/**
 * Everything about who asks, over HTTP: security headers and the CSRF guard for every route of the server,
 * and the ceremonies below `/auth`. Register it before the other routes.
 * @example plugins: [authPlugin({ ceremonies: ceremonies({...}), cookieName: sessionCookieName(secure), secure })]
 */
export function authPlugin({ ceremonies, cookieName, secure, allowedOrigins = [] }: AuthPluginOptions): (app: FastifyInstance, host: HttpHost) => void {
  return (app, host) => {
    securityHeaders(app, { secure });
    csrfGuard(app, { cookieName, allowedOrigins });

    app.get("/auth/state", async (_request, reply) => reply.send(await ceremonies.state()));
    app.get("/auth/session", async (request, reply) => send(reply, await ceremonies.session(request.headers.cookie)));
    app.post("/auth/sign-up/email", { bodyLimit }, async (request, reply) =>
      send(reply, await ceremonies.signUp(parse(contract.SignUp, request.body), fromOf(request, "web"))),
    );
    app.post("/auth/sign-in/email", { bodyLimit }, async (request, reply) =>
      send(reply, await ceremonies.signIn(parse(contract.SignIn, request.body), fromOf(request, "web"))),
    );
    app.post("/auth/sign-out", { bodyLimit }, async (request, reply) => send(reply, await ceremonies.signOut(request.headers.cookie, fromOf(request, "web"))));
    app.post("/auth/password", { bodyLimit }, async (request, reply) =>
      send(reply, await ceremonies.setPassword(request.headers.cookie, parse(contract.SetPassword, request.body), fromOf(request, "web"))),
    );
    app.post("/auth/link", { bodyLimit }, async (request, reply) =>
      send(reply, await ceremonies.openLink(parse(contract.OpenLink, request.body).token, fromOf(request, "web"))),
    );
    app.get<{ Params: { token: string } }>("/auth/link/:token", (request, reply) => followLink(ceremonies, request, reply));
    app.post("/auth/cli-login", { bodyLimit }, (request, reply) => cliLogin(ceremonies, host, request, reply));
  };
}

/** A link opened in a browser; where it is spent, the page says so. */
async function followLink(ceremonies: CeremonyPort, request: FastifyRequest<{ Params: { token: string } }>, reply: FastifyReply): Promise<FastifyReply> {
  const { token } = request.params;
  void reply.header("referrer-policy", "no-referrer");
  if (!LinkToken.safeParse(token).success || request.headers["sec-purpose"] !== undefined)
    throw refuse("not_found", "This is not a sign-in link of this installation.", "Open the whole link, as it was printed.");
  try {
    const { cookies } = await ceremonies.openLink(token, fromOf(request, "web"));
    return reply.header("set-cookie", cookies).redirect("/", 303);
  } catch (error) {
    if (!request.headers.accept?.includes("text/html")) throw error;
    return reply.redirect(`/link/${token}`, 303);
  }
}

/** E-mail address and password become a key named for the machine; it is answered this once. */
async function cliLogin(ceremonies: CeremonyPort, host: HttpHost, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const input = parse(contract.CliLogin, request.body);
  const actor = await ceremonies.cliLogin(input, fromOf(request, "cli"));
  const meta = { surface: "cli", requestId: request.id, from: request.ip } as const;
  const outcome = await invokeAny(host.kernel, createKey.name, actor, { name: input.name, expiresInDays: loginKeyDays }, meta);
  if (outcome.kind !== "done") throw refuse("forbidden", "Keys need an approval here.", "Ask an administrator for a key.");
  return reply.send(outcome.output);
}
