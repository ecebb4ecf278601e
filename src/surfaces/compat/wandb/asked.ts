import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import type * as z from "zod";
import { listWorkspaces } from "../../../capabilities/identity/contract/workspaces.ts";
import { createExperiment, listExperiments, type Experiment } from "../../../capabilities/tracking/contract/experiments.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { ObjectSchema, Spec } from "../../../kernel/contract/operation.ts";
import type { Meta } from "../../../kernel/pipeline.ts";
import type { Actor } from "../../../kernel/ports.ts";
import { openTransfer, sendTransfer } from "../../../kernel/transfer.ts";
import { metaOf, type HttpHost } from "../../http/rest.ts";
import { callAs, firstProject, keeping, type Call } from "../acting.ts";
import { runUuid } from "./ids.ts";
import { WandbError } from "./problems.ts";

/** One request of the SDK: who asks, and the ways to act. */
export interface Asked {
  readonly actor: Actor;
  readonly meta: Meta;
  readonly call: Call;
  /** Address at which the bytes of a transfer go, good for fifteen minutes. */
  address<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>): Promise<string>;
  /** The bytes of a download. */
  bytes<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>): Promise<Readable>;
  /** What the SDK calls entity: the name of the key's workspace, as an address can hold it. */
  entity(): Promise<string>;
  /** The project of ours that the key works in. */
  projectId(): Promise<string>;
  /** The experiment that a W&B project is; null where there is none. @throws WandbError for another entity */
  experiment(entity: string | null, project: string): Promise<Experiment | null>;
  /** The same, made where it is not there. */
  openExperiment(entity: string | null, project: string): Promise<Experiment>;
  /** Our id of a run that its client names. */
  runId(project: string, run: string): Promise<string>;
}

const keptMs = 30_000;
const mostKept = 10_000;

/** Who asks, found once per request. Names of workspaces and first projects are kept; what may be done is asked anew by every operation. */
export function asking(host: HttpHost): (request: FastifyRequest) => Promise<Asked> {
  const keep = keeping<string>(keptMs, mostKept);
  const known = new WeakMap<FastifyRequest, Asked>();
  return async (request) => {
    const before = known.get(request);
    if (before) return before;
    const actor = await host.authenticate(request);
    if (!actor)
      throw refuse("unauthenticated", "The API key is not one of this server.", "Set WANDB_API_KEY to a key from your profile; it has 40 characters.");
    const asked = one(host, actor, request, keep);
    known.set(request, asked);
    return asked;
  };
}

function one(host: HttpHost, actor: Actor, request: FastifyRequest, keep: (key: string, find: () => Promise<string>) => Promise<string>): Asked {
  const meta = metaOf(request, "compat");
  const who = `${actor.workspaceId} ${actor.id} ${actor.keyId}`;
  const asked: Asked = {
    actor,
    meta,
    call: callAs(host, actor, meta),
    address: async (spec, input) => {
      const { ticket } = await openTransfer(host.kernel, spec.name, actor, input, meta);
      return `${request.protocol}://${request.host}${ticket.url}`;
    },
    bytes: async (spec, input) => {
      const { ticket } = await openTransfer(host.kernel, spec.name, actor, input, meta);
      return (await sendTransfer(host.kernel, ticket.url.split("/").at(-1) ?? "", meta)).body;
    },
    entity: () => keep(`entity ${who}`, () => entityOf(asked)),
    projectId: async () => actor.defaultProjectId ?? (await keep(`project ${who}`, () => firstProject(asked.call))),
    async experiment(entity, project) {
      await checkEntity(asked, entity);
      const { items } = await asked.call(listExperiments, { projectId: await asked.projectId(), name: project, limit: 1 });
      return items[0] ?? null;
    },
    openExperiment: async (entity, project) =>
      (await asked.experiment(entity, project)) ?? (await asked.call(createExperiment, { projectId: await asked.projectId(), name: project })),
    runId: async (project, run) => runUuid(actor.workspaceId ?? "", await asked.projectId(), project, run),
  };
  return asked;
}

async function entityOf(asked: Asked): Promise<string> {
  const { items } = await asked.call(listWorkspaces, { limit: 1000 });
  const name = items.find((w) => w.id === asked.actor.workspaceId)?.name ?? "";
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return slug === "" ? (asked.actor.workspaceId ?? "workspace") : slug;
}

async function checkEntity(asked: Asked, entity: string | null): Promise<void> {
  if (entity === null || entity === "" || entity === asked.actor.workspaceId) return;
  const own = await asked.entity();
  if (entity !== own)
    throw new WandbError(`entity ${entity} is not found: this key works in ${own}. Leave the entity out, or use a key of the other workspace.`, 404);
}
