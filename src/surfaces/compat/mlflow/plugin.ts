import type { FastifyInstance, FastifyRequest } from "fastify";
import type { HttpHost } from "../../http/rest.ts";
import { dialect, sendError, type Dialect } from "./dialect.ts";
import { invalid, MlflowError } from "./problems.ts";
import { registerArtifacts } from "./artifacts.ts";
import { registerEvaluation } from "./evaluation.ts";
import { registerExperiments } from "./experiments.ts";
import { registerInputs } from "./inputs.ts";
import { registerMetrics } from "./metrics.ts";
import { registerModelSearch } from "./model-search.ts";
import { registerModels } from "./models.ts";
import { registerMultipart } from "./multipart.ts";
import { registerRegistry } from "./registry.ts";
import { registerRuns } from "./runs.ts";
import { registerServer } from "./server.ts";
import { registerAssessments } from "./assessments.ts";
import { registerOtlp } from "./otlp.ts";
import { registerTraceReads } from "./traces-read.ts";
import { registerTraceStats } from "./traces-stats.ts";
import { registerTraces } from "./traces.ts";
import { registerTracesV2 } from "./traces-v2.ts";
import { registerWebhooks } from "./webhooks.ts";

/** Every part of the dialect; adding one is adding its line. */
const parts: readonly ((d: Dialect) => void)[] = [
  registerServer,
  registerExperiments,
  registerRuns,
  registerMetrics,
  registerArtifacts,
  registerMultipart,
  registerModels,
  registerModelSearch,
  registerInputs,
  registerEvaluation,
  registerRegistry,
  registerWebhooks,
  registerTraces,
  registerTraceReads,
  registerTraceStats,
  registerTracesV2,
  registerAssessments,
  registerOtlp,
];

/** MLflow's REST API: a translator from its messages to operations. It owns no rule. */
export async function mlflowPlugin(app: FastifyInstance, host: HttpHost): Promise<void> {
  await app.register(async (json) => {
    json.removeAllContentTypeParsers();
    // Read by the route, once it knows who asks.
    json.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request: FastifyRequest, body: Buffer, done) => done(null, body));
    json.addContentTypeParser("*", async () => {
      throw invalid("Bad Request. Content-Type must be one of ['application/json'].");
    });
    json.setErrorHandler((error, request, reply) => sendError(host, error, request, reply));
    await json.register(async (raw) => {
      raw.removeAllContentTypeParsers();
      raw.addContentTypeParser("*", (_request, _payload, done) => done(null));
      raw.setErrorHandler((error, request, reply) => sendError(host, error, request, reply));
      const d = dialect(host, json, raw);
      for (const register of parts) register(d);
    });
    for (const prefix of ["/api", "/ajax-api"])
      for (const at of ["2.0/mlflow", "3.0/mlflow", "2.0/mlflow-artifacts"])
        json.all(`${prefix}/${at}/*`, (request, reply) =>
          sendError(
            host,
            new MlflowError(
              "ENDPOINT_NOT_FOUND",
              `There is no ${request.method} ${request.url.split("?")[0] ?? ""} on this server.\nIts guide for MLflow's clients lists what it answers.`,
            ),
            request,
            reply,
          ),
        );
  });
}
