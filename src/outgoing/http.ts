import { lookup as ask, type LookupAddress, type LookupOptions } from "node:dns";
import * as http from "node:http";
import * as https from "node:https";
import { isIP, type Socket } from "node:net";
import { Readable } from "node:stream";
import { refuse, type Refusal } from "../kernel/contract/errors.ts";
import { targets } from "./addresses.ts";

export interface OutgoingRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | Readable;
  /** From the first byte to the last; also bounds the look-up of the name. */
  timeoutMs: number;
  /** Most bytes of an answer. */
  maxBytes: number;
  /** Keeps the beginning of a longer answer instead of failing. */
  cut?: boolean;
}

export interface OutgoingAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  latencyMs: number;
}

/** Why a request outside got no answer; the message says what and, where there is something to do, the fix. */
export class OutgoingFailure extends Error {
  readonly reason: "forbidden_target" | "timeout" | "too_large" | "unreachable";
  constructor(reason: OutgoingFailure["reason"], message: string) {
    super(message);
    this.name = "OutgoingFailure";
    this.reason = reason;
  }
}

/** The one way to systems outside. Redirects are answered as they are, never followed. */
export interface Outgoing {
  /** @throws OutgoingFailure when nothing was answered. */
  request(request: OutgoingRequest): Promise<OutgoingAnswer>;
  /** What can be said of an address without asking the network. @throws Refusal `invalid_input`. */
  check(url: string, field: string): URL;
  close(): void;
}

declare module "../kernel/ctx.ts" {
  interface Services {
    readonly outgoing: Outgoing;
  }
}

const allowFix = "Use an address that is public, or ask whoever runs the server to name it in LUMINA_ALLOW_TARGETS.";
const plainFix = "Use https; plain http goes only to addresses named in LUMINA_ALLOW_TARGETS.";

/** `allow`: ranges besides the public addresses. The address is checked when it is connected to, so a name that changes its mind does not pass. */
export function createOutgoing({ allow, resolve = resolveAll }: { allow: readonly string[]; resolve?: Resolve }): Outgoing {
  const may = targets(allow);
  const keep = { keepAlive: true, maxSockets: 16, timeout: 30_000 };
  const agents = { "http:": new http.Agent(keep), "https:": new https.Agent(keep) };

  function objection(protocol: string, address: string, host: string): string | null {
    const where = bareHost(host) === address ? `${host} is not` : `${host} is at ${address}, which is not`;
    if (!may.allows(address)) return `${where} a public address. ${allowFix}`;
    return protocol === "http:" && !may.names(address) ? `${host} is asked without TLS. ${plainFix}` : null;
  }

  function parse(text: string): URL | string {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return "is not an https address";
    if (url.username !== "" || url.password !== "") return "holds a user name or password; keep those as a secret";
    const host = bareHost(url.hostname);
    if (isIP(host)) return objection(url.protocol, host, host) ?? url;
    if (url.protocol === "http:" && allow.length === 0) return `is not an https address. ${plainFix}`;
    return host === "localhost" || host.endsWith(".localhost") ? (objection(url.protocol, "127.0.0.1", host) ?? url) : url;
  }

  function send(url: URL, request: OutgoingRequest, started: number): Promise<OutgoingAnswer> {
    return new Promise((answer, fail) => {
      const lookup = guardedLookup(resolve, (address) => objection(url.protocol, address, url.hostname));
      const options = { method: request.method, headers: headersOf(request), agent: agents[url.protocol as "http:"], lookup };
      const asked = (url.protocol === "https:" ? https : http).request(url, options);
      const end = (error: Error): void => {
        clearTimeout(timer);
        fail(error instanceof OutgoingFailure ? error : new OutgoingFailure("unreachable", `${url.host} cannot be reached: ${wordsOf(error)}.`));
        asked.destroy();
      };
      const timer = setTimeout(
        () => end(new OutgoingFailure("timeout", `${url.host} did not answer within ${request.timeoutMs / 1000} s.`)),
        request.timeoutMs,
      );
      asked.on("error", end);
      asked.on("socket", (socket: Socket) => {
        const look = (): void => {
          const problem = socket.remoteAddress === undefined ? null : objection(url.protocol, socket.remoteAddress, url.hostname);
          if (problem !== null) asked.destroy(new OutgoingFailure("forbidden_target", problem));
        };
        if (socket.connecting) socket.once("connect", look);
        else look();
      });
      asked.on("response", (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("error", end);
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size <= request.maxBytes) return void chunks.push(chunk);
          if (!request.cut) return end(new OutgoingFailure("too_large", `${url.host} answered more than ${request.maxBytes} bytes.`));
          chunks.push(chunk.subarray(0, chunk.length - (size - request.maxBytes)));
          done();
          asked.destroy();
        });
        const done = (): void => {
          clearTimeout(timer);
          answer({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
            latencyMs: Math.round(performance.now() - started),
          });
        };
        response.on("end", done);
      });
      if (request.body instanceof Readable) request.body.on("error", end).pipe(asked);
      else asked.end(request.body);
    });
  }

  return {
    check(text, field) {
      const url = parse(text);
      if (typeof url !== "string") return url;
      const [message = url, ...fix] = url.split(/(?<=\.) (?=Use )/);
      throw invalid(field, message, fix.join(" "));
    },
    async request(request) {
      const started = performance.now();
      const url = parse(request.url);
      if (typeof url === "string") throw new OutgoingFailure("forbidden_target", `${hostOf(request.url)} ${url}`);
      return await send(url, request, started);
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function invalid(field: string, message: string, fix: string): Refusal {
  return refuse("invalid_input", `${field}: ${message}`, fix === "" ? "Give an address such as https://example.org/hook." : fix, {
    fields: [{ path: field, message }],
  });
}

/** Without the brackets of IPv6. */
function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}

function hostOf(text: string): string {
  return URL.canParse(text) ? new URL(text).host : "The address";
}

function headersOf(request: OutgoingRequest): Record<string, string | number> {
  const { body } = request;
  const length = typeof body === "string" || Buffer.isBuffer(body) ? { "content-length": Buffer.byteLength(body) } : {};
  return { "user-agent": "LuminaOps", ...length, ...request.headers };
}

/** Looks up every address of a name. */
export type Resolve = (hostname: string, options: LookupOptions, answer: (error: Error | null, found: LookupAddress[]) => void) => void;

const resolveAll: Resolve = (hostname, options, answer) => ask(hostname, { ...options, all: true }, answer);

type Answered = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name and refuses it when any of its addresses is refused. */
function guardedLookup(resolve: Resolve, objection: (address: string) => string | null) {
  return (hostname: string, options: LookupOptions, answer: Answered): void => {
    resolve(hostname, options, (error, found) => {
      if (error) return answer(error, "");
      for (const { address } of found) {
        const problem = objection(address);
        if (problem !== null) return answer(new OutgoingFailure("forbidden_target", problem), "");
      }
      const [first] = found;
      if (options.all) answer(null, found);
      else answer(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it closed the connection",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up now",
  ETIMEDOUT: "it did not answer",
  EHOSTUNREACH: "there is no way to it",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  CERT_HAS_EXPIRED: "its certificate has expired",
};

function wordsOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : undefined;
  if (first && first !== error) return wordsOf(first);
  return known[code ?? ""] ?? code ?? error.message;
}
