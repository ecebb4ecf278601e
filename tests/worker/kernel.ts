import { processes } from "../../src/children/process.ts";
import { idempotency } from "../../src/db/idempotency.ts";
import { sql } from "../../src/db/sql.ts";
import type { Services } from "../../src/kernel/ctx.ts";
import type { Kernel } from "../../src/kernel/pipeline.ts";
import { systemActor, type Actor, type Database, type Journal, type Log, type Signals } from "../../src/kernel/ports.ts";
import { createRegistry } from "../../src/kernel/registry.ts";
import { jobsCapability } from "../../src/capabilities/jobs/capability.ts";
import { jobQueue } from "../../src/capabilities/jobs/queue.ts";
import { probeCapability } from "./probe.ts";

/** The real pipeline around the real jobs, with everybody allowed and nothing audited: identity and governance have their own tests. */
export function probeKernel(
  database: Database,
  log: Log,
  options: { newer?: boolean; signals?: Signals; gone?: ReadonlySet<string> } = {},
): Kernel & { close(): Promise<void> } {
  const children = processes();
  const journal: Journal = {
    async record(tx, _entry, events, workspaceId) {
      for (const { topic, id } of events) tx.atCommit(sql`insert into core.outbox (workspace_id, topic, ref_id) values (${workspaceId}, ${topic}, ${id})`);
    },
    count: async () => undefined,
    takeUndo: async () => null,
  };
  return {
    registry: createRegistry([jobsCapability, probeCapability(options.newer ?? false)]),
    ports: {
      db: database,
      grants: { decide: () => ({ allowed: true, rule: "everybody may" }) },
      policy: { decide: async () => ({ kind: "allow" }), request: async () => "" },
      journal,
      idempotency,
      jobs: jobQueue,
      signals: options.signals ?? { wait: async () => undefined },
      services: { log, processes: children } as unknown as Services,
      tickets: { seal: () => "", open: () => null },
      actorById: async (workspaceId, id): Promise<Actor | null> =>
        options.gone?.has(id) ? null : id === "system" ? systemActor(workspaceId) : person(workspaceId, id),
      now: () => new Date(),
    },
    close: () => children.close(),
  };
}

export function person(workspaceId: string, id: string): Actor {
  return { kind: "user", id, name: "Ada", workspaceId, role: "admin", projectGrants: {} };
}
