import type { FastifyInstance, FastifyRequest } from "fastify";
import { refuse } from "../../../kernel/contract/errors.ts";
import { metaOf, type HttpHost } from "../../http/rest.ts";
import { pythonJson, said, servedBy } from "../served.ts";
import { InferRequest, metadataOf, outputsOf, rowsOf } from "./tensors.ts";

interface Params {
  name: string;
  version?: string;
}

/** Open Inference Protocol v2 over REST: a translator to deployments.resolve and deployments.predict; it owns no rule. */
export async function v2Plugin(app: FastifyInstance, host: HttpHost): Promise<void> {
  const served = servedBy(host);

  async function find(request: FastifyRequest) {
    const { name, version } = request.params as Params;
    const actor = await host.authenticate(request);
    const meta = metaOf(request, "compat");
    const model = await served.find(name, actor, meta);
    if (version !== undefined && version !== String(model.modelVersion))
      throw refuse("not_found", `${name} serves version ${model.modelVersion}, not ${version}.`, `Leave the version out, or deploy version ${version}.`);
    return { actor, meta, model };
  }

  async function metadata(request: FastifyRequest) {
    const { model } = await find(request);
    return { name: model.name, versions: [String(model.modelVersion)], platform: "onnxruntime_onnx", ...metadataOf(model.signature) };
  }

  async function ready(request: FastifyRequest) {
    const { actor, model } = await find(request);
    await host.kernel.ports.services.serving.active(actor?.workspaceId ?? "", model.deploymentId);
    return { name: model.name, ready: true };
  }

  async function infer(request: FastifyRequest) {
    const { actor, meta, model } = await find(request);
    const parsed = InferRequest.safeParse(request.body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw refuse(
        "invalid_input",
        `The request is not an inference request: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`,
        "Send {inputs: [{name, shape, datatype, data}]}.",
      );
    }
    const rows = rowsOf(parsed.data, model.signature);
    const asked = parsed.data.outputs?.map((o) => o.name) ?? null;
    outputsOf([], model.signature, asked);
    const answers = await served.predict(model, rows, actor, meta);
    return {
      model_name: model.name,
      model_version: String(answers.modelVersion),
      id: parsed.data.id ?? answers.predictionId,
      outputs: outputsOf(answers.predictions, model.signature, asked),
    };
  }

  await app.register(async (scope) => {
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, async (_request: FastifyRequest, body: Buffer) => pythonJson(body));
    scope.setErrorHandler((error, request, reply) => {
      const { status, text } = said(error, request.id);
      if (status === 500) host.kernel.ports.services.log.error({ requestId: request.id, error: String(error) }, "request failed");
      return reply.code(status === 422 ? 400 : status).send({ error: text });
    });
    scope.get("/v2", () => ({ name: "luminaops", version: "2", extensions: [] }));
    scope.get("/v2/health/live", () => ({ live: true }));
    scope.get("/v2/health/ready", () => ({ ready: true }));
    for (const path of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
      scope.get(path, metadata);
      scope.get(`${path}/ready`, ready);
      scope.post(`${path}/infer`, infer);
    }
  });
}
