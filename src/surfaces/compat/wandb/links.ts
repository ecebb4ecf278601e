import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { getRun } from "../../../capabilities/tracking/contract/runs.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked } from "./asked.ts";
import { WandbError } from "./problems.ts";

/** The page of a run at the address that the SDK prints. Whatever is no such address goes on to the page. */
export function registerLinks(scope: FastifyInstance, ask: (request: FastifyRequest) => Promise<Asked>): void {
  scope.get("/:entity/:project/runs/:run", async (request: FastifyRequest, reply: FastifyReply) => {
    const to = await pageOf(request, ask);
    return to === null ? reply.callNotFound() : reply.redirect(to);
  });
}

async function pageOf(request: FastifyRequest, ask: (request: FastifyRequest) => Promise<Asked>): Promise<string | null> {
  const { entity, project, run } = request.params as { entity: string; project: string; run: string };
  try {
    const asked = await ask(request);
    if (entity !== (await asked.entity())) return null;
    const { id, projectId } = await asked.call(getRun, { runId: await asked.runId(project, run) });
    return `/p/${projectId}/runs/${id}`;
  } catch (error) {
    if (error instanceof Refusal || error instanceof WandbError) return null;
    throw error;
  }
}
