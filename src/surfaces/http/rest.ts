import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { invokeAny } from "../../kernel/any.ts";
import type { AnySpec } from "../../kernel/contract/operation.ts";
import type { Surface } from "../../kernel/ctx.ts";
import { requireActor, type Kernel, type Meta } from "../../kernel/pipeline.ts";
import type { Actor } from "../../kernel/ports.ts";
import { openTransfer } from "../../kernel/transfer.ts";
import { fromText, inputSchema } from "../json-schema.ts";
import { headerText } from "./json.ts";
import { streamWatch } from "./sse.ts";

/** What the HTTP surfaces are given by main. */
export interface HttpHost {
  kernel: Kernel;
  /** The actor of a request, from key, Basic auth or session cookie; null when there is none. */
  authenticate(request: FastifyRequest): Promise<Actor | null>;
}

/** One route per operation; no operation is named here. */
export function registerRest(app: FastifyInstance, host: HttpHost): void {
  const actors = new WeakMap<FastifyRequest, Actor | null>();
  for (const spec of host.kernel.registry.specs) {
    const url = `/api/v1${spec.http.path.replace(/\{(\w+)\}/g, ":$1")}`;
    app.route({
      method: spec.http.method,
      url,
      // Before the body is read: who is nobody sends nothing to be parsed.
      onRequest: async (request) => {
        const actor = await host.authenticate(request);
        requireActor(spec, actor);
        actors.set(request, actor);
      },
      handler: (request, reply) => answer(host, spec, actors.get(request) ?? null, request, reply),
    });
  }
}

async function answer(host: HttpHost, spec: AnySpec, actor: Actor | null, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const input = inputOf(spec, request);
  const meta = metaOf(request, surfaceOf(request));
  if (spec.kind === "watch") return await streamWatch(host, spec, actor, input, meta, request, reply);
  if (spec.kind === "transfer") return await openTransfer(host.kernel, spec.name, actor, input, meta);
  const outcome = await invokeAny(host.kernel, spec.name, actor, input, meta);
  if (outcome.kind === "approval_required") return reply.code(202).send({ approvalRequired: { id: outcome.id } });
  return reply.code(spec.kind === "job" ? 202 : 200).send(outcome.output);
}

/** Path ids, then the query (reads and deletes) or the body. Text is converted by the JSON Schema. */
export function inputOf(spec: AnySpec, request: FastifyRequest): unknown {
  const properties = inputSchema(spec).properties ?? {};
  const out: Record<string, unknown> = {};
  if (spec.http.method === "GET" || spec.http.method === "DELETE")
    for (const [key, value] of Object.entries(request.query as Record<string, string | string[]>)) out[key] = fromText(properties[key], value);
  const body = request.body ?? {};
  if (typeof body !== "object" || Array.isArray(body)) return body;
  Object.assign(out, body);
  for (const [key, value] of Object.entries(request.params as Record<string, string>)) out[key] = fromText(properties[key], value);
  return out;
}

const surfaces = new Set<string>(["web", "rest", "cli", "tools"]);

function surfaceOf(request: FastifyRequest): Surface {
  const named = request.headers["lumina-surface"];
  return typeof named === "string" && surfaces.has(named) ? (named as Surface) : "rest";
}

/** Where a request came from; shared by REST and the dialects. */
export function metaOf(request: FastifyRequest, surface: Surface): Meta {
  const key = request.headers["idempotency-key"];
  const reason = headerText(request.headers["lumina-reason"]);
  return {
    surface,
    requestId: request.id,
    from: request.ip,
    ...(typeof key === "string" && key !== "" && { idempotencyKey: key.slice(0, 200) }),
    ...(reason !== null && { reason: reason.slice(0, 2000) }),
  };
}
