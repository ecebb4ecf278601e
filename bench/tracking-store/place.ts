import { randomBytes, randomUUIDv7 } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as z from "zod";
import pg from "pg";
import { testWorkspace } from "../../src/capabilities/identity/factory.ts";
import { createProject } from "../../src/capabilities/projects/contract.ts";
import { createExperiment } from "../../src/capabilities/tracking/contract/experiments.ts";
import { startPostgres } from "../../src/db/embedded/start.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase, type Pooled } from "../../src/db/pool.ts";
import { invokeAny } from "../../src/kernel/any.ts";
import type { ObjectSchema, Spec } from "../../src/kernel/contract/operation.ts";
import { capabilities } from "../../src/main/capabilities.ts";
import { createProductKernel } from "../../src/main/kernel.ts";
import { silentLog } from "../../src/main/log.ts";
import { startServices } from "../../src/main/services.ts";

/** A database of its own with real settings, one workspace and project, and the pipeline over it. */
export interface Place {
  database: Pooled;
  workspaceId: string;
  projectId: string;
  call<I extends ObjectSchema, O extends ObjectSchema>(spec: Spec<I, O>, input: z.input<I>): Promise<z.output<O>>;
  newExperiment(): Promise<string>;
  /** As the tables' owner, in the workspace: for bulk loads and for taking indexes away meanwhile. */
  owner: pg.Client;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), "lumina-bench-"));
  const postgres = await startPostgres({ home, temporary: true });
  await migrate(postgres.ownerUrl, capabilities, "lumina_app");
  const database = openDatabase({ url: postgres.appUrl });
  const masterKey = randomBytes(32);
  const { services, close } = startServices({
    database,
    masterKey,
    allowTargets: [],
    objects: { kind: "folder", root: home },
    python: "python3",
    log: silentLog,
  });
  const kernel = createProductKernel({
    database,
    services,
    masterKey,
    signals: { wait: async () => undefined },
    actorById: async () => null,
  });
  const { people, workspaceId } = await testWorkspace(database);
  const call: Place["call"] = async (spec, input) => {
    const outcome = await invokeAny(kernel, spec.name, people.admin, input, { surface: "rest", requestId: randomUUIDv7() });
    if (outcome.kind !== "done") throw new Error(`${spec.name} waits`);
    return outcome.output as never;
  };
  const project = await call(createProject, { name: "Bench" });
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  await owner.query(`set lumina.workspace = '${workspaceId}'`);
  return {
    database,
    workspaceId,
    projectId: project.id,
    call,
    newExperiment: async () => (await call(createExperiment, { projectId: project.id, name: randomUUIDv7() })).id,
    owner,
    async close() {
      await owner.end();
      await close();
      await database.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export interface Times {
  p50Ms: number;
  p95Ms: number;
}

/** Runs it once unmeasured, then `rounds` times one after another. */
export async function timed(rounds: number, body: (round: number) => Promise<unknown>): Promise<Times> {
  await body(0);
  const taken: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const from = performance.now();
    await body(round);
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((taken[Math.min(taken.length - 1, Math.floor(share * taken.length))] ?? 0) * 10) / 10;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

export async function secondsOf(body: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await body();
  return Math.round((performance.now() - from) / 10) / 100;
}
