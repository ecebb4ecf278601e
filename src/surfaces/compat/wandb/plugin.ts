import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import type { HttpHost } from "../../http/rest.ts";
import { artifactMutations } from "./artifact-mutations.ts";
import { artifactQueries } from "./artifact-queries.ts";
import { asking, type Asked } from "./asked.ts";
import { fileMutations } from "./files.ts";
import { execute, readOperation, type Args, type Resolver } from "./graphql.ts";
import { required } from "./input.ts";
import { registerLinks } from "./links.ts";
import { recorded } from "./recorded.ts";
import { told, WandbError } from "./problems.ts";
import { runMutations, runQueries } from "./runs.ts";
import { serverQueries } from "./server.ts";
import { receive, StreamRequest } from "./stream.ts";

const resolvers: Readonly<Record<string, Resolver<Asked>>> = {
  ...serverQueries,
  ...runQueries,
  ...runMutations,
  ...fileMutations,
  ...artifactQueries,
  ...artifactMutations,
};

const Body = z.object({ query: z.string(), operationName: z.string().nullish(), variables: z.record(z.string(), z.unknown()).nullish() });

// The SDK sends up to 10 MB of lines at once, and a line of its own may have as many.
const bodyLimit = 48 * 1024 * 1024;

/** The protocol of the W&B SDK: a translator from GraphQL and line streams to operations. It owns no rule. */
export async function wandbPlugin(app: FastifyInstance, host: HttpHost): Promise<void> {
  const ask = asking(host);

  function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { status, message, retryAfterS } = told(error, request.id);
    if (status === 500) host.kernel.ports.services.log.error({ requestId: request.id, error: String(error) }, "request failed");
    if (status === 401) void reply.header("www-authenticate", 'Basic realm="LuminaOps"');
    if (retryAfterS !== null) void reply.header("retry-after", String(retryAfterS));
    return reply.code(status).send({ error: message, errors: [{ message }], data: null });
  }

  async function graphql(request: FastifyRequest) {
    const asked = await ask(request);
    const body = Body.safeParse(request.body);
    if (!body.success) throw new WandbError("The body must be {query, operationName, variables}.", 422);
    const operation = readOperation(body.data);
    if (!recorded.has(operation.name))
      throw new WandbError(`${operation.type} ${operation.name} is not answered by this server. Its guide for W&B lists what is.`, 400);
    return { data: await execute(operation, body.data.variables ?? {}, resolvers, asked) };
  }

  async function fileStream(request: FastifyRequest) {
    const asked = await ask(request);
    const [entity, project, run] = ["entity", "project", "run"].map((name) => required(request.params as Args, name)) as [string, string, string];
    if (!(await asked.experiment(entity, project))) throw new WandbError(`There is no project ${project} here.`, 404);
    const body = StreamRequest.safeParse(request.body ?? {});
    if (!body.success) throw new WandbError(`The stream cannot be read: ${body.error.issues[0]?.path.join(".")}: ${body.error.issues[0]?.message}`, 422);
    await receive(asked, project, run, body.data);
    return {};
  }

  await app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => fail(error, request, reply));
    registerLinks(scope, ask);
    // Before the body is read: who is nobody sends no 48 MB to be parsed.
    const onRequest = async (request: FastifyRequest): Promise<void> => void (await ask(request));
    scope.post("/graphql", { bodyLimit, onRequest }, graphql);
    scope.post("/files/:entity/:project/:run/file_stream", { bodyLimit, onRequest }, fileStream);
  });
}
