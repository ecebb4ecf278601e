import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

export interface HealthChecks {
  /** Name → throws when that part does not answer. */
  [part: string]: () => Promise<void>;
}

const partMs = 4000;

/** `/health/live` says the process runs, `/health/ready` that every part answers, `/metrics` is for Prometheus. */
export function healthPlugin(checks: HealthChecks): (app: FastifyInstance) => void {
  return (app) => {
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics, prefix: "lumina_" });
    const duration = new Histogram({
      name: "lumina_http_request_duration_seconds",
      help: "Time from request to response, by route and status",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [metrics],
    });
    app.addHook("onResponse", async (request, reply) => {
      const route = request.routeOptions.url ?? "none";
      duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    });
    app.get("/health/live", async () => ({ status: "live" }));
    app.get("/health/ready", async (_request, reply) => {
      const parts = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)] as const));
      const ready = parts.every(([, state]) => state === "ok");
      return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready", parts: Object.fromEntries(parts) });
    });
    app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
  };
}

async function stateOf(check: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(resolve, partMs, `no answer within ${partMs / 1000} s`)));
  try {
    return await Promise.race([check().then(() => "ok"), late]);
  } catch (error) {
    return error instanceof Error ? error.message : "failed";
  } finally {
    clearTimeout(timer);
  }
}
