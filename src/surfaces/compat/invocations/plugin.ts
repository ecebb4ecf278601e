import type { FastifyInstance, FastifyRequest } from "fastify";
import { utf8Body } from "../../http/json.ts";
import { metaOf, type HttpHost } from "../../http/rest.ts";
import { pythonJson, said, servedBy } from "../served.ts";
import { answersOf, rowsOf, rowsOfCsv } from "./tables.ts";

/** MLflow's scoring protocol, one address per deployment: a translator to deployments.resolve and deployments.predict. */
export async function invocationsPlugin(app: FastifyInstance, host: HttpHost): Promise<void> {
  const served = servedBy(host);

  async function invocations(request: FastifyRequest) {
    const { name } = request.params as { name: string };
    const actor = await host.authenticate(request);
    const meta = metaOf(request, "compat");
    const model = await served.find(name, actor, meta);
    const { body } = request;
    const rows = typeof body === "string" ? rowsOfCsv(body, model.signature) : rowsOf(body, model.signature);
    const { params } = (typeof body === "object" && body !== null ? body : {}) as { params?: { predict_method?: unknown } };
    const answers = await served.predict(model, rows, actor, meta);
    return { predictions: answersOf(answers.predictions, model.signature, params?.predict_method === "predict_proba") };
  }

  await app.register(async (scope) => {
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, async (_request: FastifyRequest, body: Buffer) => pythonJson(body));
    scope.addContentTypeParser("text/csv", { parseAs: "buffer" }, async (_request: FastifyRequest, body: Buffer) => utf8Body(body));
    scope.setErrorHandler((error, request, reply) => {
      const { status, code, text } = said(error, request.id);
      if (status === 500) host.kernel.ports.services.log.error({ requestId: request.id, error: String(error) }, "request failed");
      const name = status === 422 ? "BAD_REQUEST" : code.toUpperCase();
      return reply.code(status === 422 ? 400 : status).send({ error_code: name, message: text });
    });
    scope.post("/invocations/:name", invocations);
  });
}
