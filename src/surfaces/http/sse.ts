import type { FastifyReply, FastifyRequest } from "fastify";
import type { AnySpec } from "../../kernel/contract/operation.ts";
import type { Meta } from "../../kernel/pipeline.ts";
import type { Actor } from "../../kernel/ports.ts";
import { watch, type WatchEvent } from "../../kernel/watch.ts";
import { headerText } from "./json.ts";
import { problemOf } from "./problem.ts";
import type { HttpHost } from "./rest.ts";

/**
 * A watch as Server-Sent Events: `data` is the event, `id` the cursor a reconnect goes on from.
 * A refusal before the first event is an ordinary problem document; later ones come as `event: problem`.
 */
export async function streamWatch(
  host: HttpHost,
  spec: AnySpec,
  actor: Actor | null,
  input: unknown,
  meta: Meta,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const gone = new AbortController();
  request.raw.once("close", () => gone.abort());
  const from = headerText(request.headers["last-event-id"]);
  const events = watch(host.kernel, spec.name, actor, input, { ...meta, signal: gone.signal, again: () => host.authenticate(request) }, from);
  const first = await events.next();
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { ...headersOf(reply), "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
  try {
    if (!first.done) {
      out.write(frame(first.value));
      for await (const next of events) {
        if (gone.signal.aborted) break;
        if (!out.write(frame(next))) await new Promise((resolve) => out.once("drain", resolve).once("close", resolve));
      }
    }
    if (!gone.signal.aborted) out.write("event: end\ndata: {}\n\n");
  } catch (error) {
    if (!gone.signal.aborted) out.write(`event: problem\ndata: ${JSON.stringify(problemOf(error, request.id))}\n\n`);
  } finally {
    await events.return(undefined);
    out.end();
  }
  return reply;
}

function frame(next: WatchEvent | null): string {
  if (next === null) return ": still here\n\n";
  const id = next.cursor === null || next.cursor.length > 2000 ? "" : `id: ${encodeURIComponent(next.cursor)}\n`;
  return `${id}data: ${JSON.stringify(next.event)}\n\n`;
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([key, value]) => [key, String(value)]));
}
