import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Meta } from "../../../kernel/pipeline.ts";
import type { Actor } from "../../../kernel/ports.ts";
import { metaOf, type HttpHost } from "../../http/rest.ts";
import { callAs, type Call } from "../acting.ts";
import { asWritten, readBody } from "./body.ts";
import { lookups, type Lookups } from "./lookups.ts";
import { MlflowError, said, type MlflowCode } from "./problems.ts";
import { fromQuery, type Message, type ReadOf } from "./proto.ts";

/** One request of a client: who asks, what its message says, and the one way to act. */
export interface Asked<T = unknown> {
  /** The message, read and checked. */
  readonly message: T;
  /** Parts of the path, decoded once. */
  readonly params: Readonly<Record<string, string>>;
  readonly actor: Actor;
  readonly meta: Meta;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly call: Call;
  /** The key's default project, else the first one of the workspace: where names are looked up and made. */
  projectId(): Promise<string>;
  /** Experiments as these clients count them. */
  readonly experiments: Lookups;
}

export interface RouteOptions<M> {
  /** 2.0 unless said; each has its twin below `/ajax-api`. */
  version?: "2.0" | "3.0";
  /** Part of the path before the given one; `mlflow` unless said. */
  service?: "mlflow" | "mlflow-artifacts";
  /** Only below `/ajax-api`, as the page of MLflow asks. */
  ajaxOnly?: true;
  message?: M;
  /** What a conflict with something that exists is called; `INVALID_PARAMETER_VALUE` unless said. */
  conflict?: MlflowCode;
  /** Bytes a body may have, where it is not the server's 16 MB. */
  bodyLimit?: number;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What the files of the dialect register their routes on. They translate to operations and own no rule. */
export interface Dialect {
  readonly host: HttpHost;
  /** Where routes stand whose bodies are JSON. */
  readonly json: FastifyInstance;
  /** Where bodies are left unread, for streams. */
  readonly raw: FastifyInstance;
  /**
   * Adds a route and its twin. The handler answers an object, sent as JSON, or the reply it has sent itself.
   * @example d.route("GET", "runs/get", { message: GetRun }, async (a) => ({ run: … }));
   */
  route<M extends Message>(
    methods: Method | readonly Method[],
    path: string,
    options: RouteOptions<M>,
    handler: (asked: Asked<ReadOf<M>>) => Promise<object>,
  ): void;
  /** The same for a raw body: no message is read. */
  stream(methods: Method | readonly Method[], path: string, options: RouteOptions<never>, handler: (asked: Asked) => Promise<object>): void;
  /** Who and what of a request that has an address of its own. @throws Refusal `unauthenticated` */
  asked(request: FastifyRequest, reply: FastifyReply): Promise<Asked>;
}

export function dialect(host: HttpHost, json: FastifyInstance, raw: FastifyInstance): Dialect {
  const experiments = lookups();

  async function asked(request: FastifyRequest, reply: FastifyReply): Promise<Asked> {
    const actor = await host.authenticate(request);
    if (!actor)
      throw refuse(
        "unauthenticated",
        "You are not authenticated.",
        "Set MLFLOW_TRACKING_TOKEN to an API key, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD with the key as password.",
      );
    const meta = metaOf(request, "compat");
    const one: Asked = {
      message: undefined,
      params: request.params as Record<string, string>,
      actor,
      meta,
      request,
      reply,
      call: callAs(host, actor, meta),
      projectId: () => experiments.projectId(one),
      experiments,
    };
    return one;
  }

  function add(
    scope: FastifyInstance,
    methods: Method | readonly Method[],
    path: string,
    options: RouteOptions<Message | never>,
    handler: (asked: Asked<never>) => Promise<object>,
  ): void {
    const at = `${options.version ?? "2.0"}/${options.service ?? "mlflow"}/${path}`;
    const { message } = options;
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      try {
        const one = await asked(request, reply);
        const read = message && message.read(request.method === "GET" ? fromQuery(message, request.query as Record<string, string>) : bodyOf(request));
        return await handler((read === undefined ? one : Object.assign(one, { message: read })) as Asked<never>);
      } catch (error) {
        const shown = error instanceof MlflowError && request.body instanceof Buffer ? asWritten(error, request.body) : error;
        return sendError(host, shown, request, reply, options.conflict);
      }
    };
    for (const prefix of options.ajaxOnly ? ["/ajax-api"] : ["/api", "/ajax-api"])
      scope.route({
        method: [methods].flat(),
        url: `${prefix}/${at}`,
        handler: answer,
        // Nobody sends a body that is larger than others.
        ...(options.bodyLimit !== undefined && {
          bodyLimit: options.bodyLimit,
          onRequest: async (request: FastifyRequest, reply: FastifyReply) => void (await asked(request, reply)),
        }),
      });
  }

  return {
    host,
    json,
    raw,
    route: (methods, path, options, handler) => add(json, methods, path, options, handler as never),
    stream: (methods, path, options, handler) => add(raw, methods, path, options, handler as never),
    asked,
  };
}

function bodyOf(request: FastifyRequest): unknown {
  return request.body instanceof Buffer ? readBody(request.body) : {};
}

/** Any error in MLflow's form. */
export function sendError(host: HttpHost, error: unknown, request: FastifyRequest, reply: FastifyReply, conflict?: MlflowCode): FastifyReply {
  const { status, body, retryAfterS } = said(error, request.id, conflict);
  if (status === 500 && body.error_code === "INTERNAL_ERROR")
    host.kernel.ports.services.log.error(
      { requestId: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      "request failed",
    );
  if (retryAfterS !== undefined) void reply.header("retry-after", retryAfterS);
  // A connection closed while the sender still writes loses this answer; the rest of the body is read and dropped.
  if (status === 413) void reply.removeHeader("connection");
  if (status === 401) void reply.header("www-authenticate", 'Basic realm="mlflow"');
  return reply.code(status).type("application/json").send(body);
}
