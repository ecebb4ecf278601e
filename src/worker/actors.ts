import { refuse } from "../kernel/contract/errors.ts";
import { systemActor, type Actor } from "../kernel/ports.ts";
import type { Asker } from "./durable.ts";

/**
 * The asker as he stands now: rights are those of this moment, narrowed to the key he asked with.
 * @throws Refusal `forbidden` when he is in the workspace no more.
 */
export async function actorNow(actorById: (workspaceId: string, actorId: string) => Promise<Actor | null>, workspaceId: string, asker: Asker): Promise<Actor> {
  if (asker.kind === "system") return systemActor(workspaceId);
  const actor = await actorById(workspaceId, asker.id);
  if (actor === null)
    throw refuse(
      "forbidden",
      `${asker.name} asked for this job and is not a member of the workspace any more.`,
      "Somebody who may do it can retry the job; it then acts for that person.",
    );
  return {
    ...actor,
    ...(asker.keyId !== undefined && { keyId: asker.keyId }),
    ...(asker.scopes !== undefined && { scopes: asker.scopes }),
    ...(asker.defaultProjectId !== undefined && { defaultProjectId: asker.defaultProjectId }),
  };
}
