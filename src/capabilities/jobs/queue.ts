import type { Actor, JobQueue } from "../../kernel/ports.ts";
import { insertJob } from "./store/change.ts";
import type { StoredActor } from "./store/rows.ts";

/** The kernel's way to enqueue, inside the caller's transaction. */
export const jobQueue: JobQueue = {
  enqueue: (tx, workspaceId, actor, request) => insertJob(tx, workspaceId, asker(actor), request),
};

/** What is kept of an actor: enough to ask the rights again, none of the rights. */
export function asker(actor: Actor): StoredActor {
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    ...(actor.keyId !== undefined && { keyId: actor.keyId }),
    ...(actor.scopes !== undefined && { scopes: actor.scopes }),
    ...(actor.defaultProjectId !== undefined && { defaultProjectId: actor.defaultProjectId }),
  };
}
