import { createJournal } from "../capabilities/governance/journal.ts";
import { createPolicy } from "../capabilities/governance/policy.ts";
import { grants } from "../capabilities/identity/domain/roles.ts";
import { jobQueue } from "../capabilities/jobs/queue.ts";
import { idempotency } from "../db/idempotency.ts";
import type { Services } from "../kernel/ctx.ts";
import type { Kernel } from "../kernel/pipeline.ts";
import { systemActor, type Actor, type Database, type Signals } from "../kernel/ports.ts";
import { createRegistry } from "../kernel/registry.ts";
import { capabilities } from "./capabilities.ts";
import { sealedTickets } from "./tickets.ts";

export interface KernelParts {
  database: Database;
  services: Services;
  masterKey: Uint8Array;
  signals: Signals;
  /** The actor as it stands now, from identity's authenticator. */
  actorById(workspaceId: string, actorId: string, keyId?: string): Promise<Actor | null>;
  now?: () => Date;
}

/** The kernel with every port filled by its capability. */
export function createProductKernel(parts: KernelParts): Kernel {
  const now = parts.now ?? ((): Date => new Date());
  return {
    registry: createRegistry(capabilities),
    ports: {
      db: parts.database,
      grants,
      policy: createPolicy(),
      journal: createJournal(),
      idempotency,
      jobs: jobQueue,
      signals: parts.signals,
      services: parts.services,
      tickets: sealedTickets(parts.masterKey, now),
      actorById: async (workspaceId, actorId, keyId) => (actorId === "system" ? systemActor(workspaceId) : await parts.actorById(workspaceId, actorId, keyId)),
      now,
    },
  };
}
