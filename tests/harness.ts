import { randomBytes, randomUUIDv7 } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after } from "node:test";
import pg from "pg";
import { testWorkspace } from "../src/capabilities/identity/factory.ts";
import { createDurable } from "../src/capabilities/jobs/durable.ts";
import { createProject } from "../src/capabilities/projects/contract.ts";
import { startPostgres } from "../src/db/embedded/start.ts";
import { migrate } from "../src/db/migrate.ts";
import { openDatabase, type Pooled } from "../src/db/pool.ts";
import { invokeAny } from "../src/kernel/any.ts";
import type { Kernel, Meta, Outcome } from "../src/kernel/pipeline.ts";
import type { Actor, Database, Role, Signals } from "../src/kernel/ports.ts";
import { openTransfer, sendTransfer, upload } from "../src/kernel/transfer.ts";
import { watch } from "../src/kernel/watch.ts";
import { capabilities } from "../src/main/capabilities.ts";
import { createProductKernel } from "../src/main/kernel.ts";
import { silentLog } from "../src/main/log.ts";
import { startServices } from "../src/main/services.ts";
import { drainJobs } from "../src/worker/drain.ts";
import type { Acting, World } from "./world.ts";

export type { Acting, InputFactories, World } from "./world.ts";

/** One migrated PostgreSQL per process; every World is a workspace of its own in it. */
export interface TestApp {
  home: string;
  ownerUrl: string;
  appUrl: string;
  /** Superuser, for tests that clone databases or tamper with rows. */
  rootUrl: string;
  database: Pooled;
  kernel: Kernel;
  people: Map<string, Actor>;
}

let running: Promise<TestApp> | undefined;
let stop: (() => Promise<void>) | undefined;

// At module level, so that it belongs to the whole run and not to the first test that asks for a world.
after(async () => {
  await running?.catch(() => undefined);
  await stop?.();
});

export function app(): Promise<TestApp> {
  return (running ??= start());
}

/** Tests have no relay: a watch looks again soon instead of being told. */
const soon: Signals = {
  wait: (_ws, _topics, timeoutMs, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(timeoutMs, 50));
      signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    }),
};

async function start(): Promise<TestApp> {
  const home = await mkdtemp(join(tmpdir(), "lumina-test-"));
  const postgres = await startPostgres({ home, temporary: true, overrides: { fsync: "off" } });
  await migrate(postgres.ownerUrl, capabilities, "lumina_app");
  const database = openDatabase({ url: postgres.appUrl });
  const python = join(import.meta.dirname, "../.venv/bin/python");
  const masterKey = randomBytes(32);
  // Systems outside are stood up on the loopback.
  const allowTargets = ["127.0.0.1"];
  const { services, close } = startServices({ database, objects: { kind: "folder", root: home }, python, masterKey, allowTargets, log: silentLog });
  const people = new Map<string, Actor>();
  const kernel = createProductKernel({
    database,
    services,
    masterKey,
    signals: soon,
    actorById: async (_ws, id) => people.get(id) ?? null,
  });
  stop = async () => {
    await close();
    await database.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { home, ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, rootUrl: postgres.rootUrl, database, kernel, people };
}

/** A database of its own, migrated, for migration, crash and worker tests. */
export async function ownDatabase(): Promise<{ ownerUrl: string; appUrl: string; database: Database; drop(): Promise<void> }> {
  const { ownerUrl, appUrl, rootUrl } = await app();
  const name = `test_${randomUUIDv7().replaceAll("-", "")}`;
  const root = new pg.Client({ connectionString: rootUrl });
  await root.connect();
  await root.query(`create database ${name} owner lumina_owner`);
  const at = (url: string): string => {
    const changed = new URL(url);
    changed.pathname = `/${name}`;
    return changed.href;
  };
  await migrate(at(ownerUrl), capabilities, "lumina_app");
  const database = openDatabase({ url: at(appUrl) });
  return {
    ownerUrl: at(ownerUrl),
    appUrl: at(appUrl),
    database,
    async drop() {
      await database.close();
      await root.query(`drop database ${name} with (force)`);
      await root.end();
    },
  };
}

function meta(): Meta {
  return { surface: "rest", requestId: randomUUIDv7(), from: "127.0.0.1" };
}

function acting(kernel: Kernel, actor: Actor): Acting {
  const run = <O>(name: string, input: unknown): Promise<Outcome<O>> => invokeAny(kernel, name, actor, input, meta()) as Promise<Outcome<O>>;
  return {
    actor,
    async call(spec, input) {
      const outcome = await run(spec.name, input);
      if (outcome.kind === "done") return outcome.output as never;
      throw new Error(`${spec.name} waits for approval ${outcome.id}`);
    },
    invoke: (spec, input) => run(spec.name, input),
    upload: async (spec, input, bytes, filename) => {
      const body = bytes instanceof Readable ? bytes : Readable.from([Buffer.from(bytes)]);
      return (await upload(kernel, spec.name, actor, input, body, { filename: filename ?? null, sizeBytes: null }, meta())) as never;
    },
    async download(spec, input) {
      const { ticket } = await openTransfer(kernel, spec.name, actor, input, meta());
      const sent = await sendTransfer(kernel, ticket.url.split("/").at(-1) ?? "", meta());
      return Buffer.concat(await sent.body.toArray());
    },
    async watch(spec, input, enough) {
      const gone = new AbortController();
      const seen: unknown[] = [];
      for await (const next of watch(kernel, spec.name, actor, input, { ...meta(), signal: gone.signal })) {
        if (next) seen.push(next.event);
        if (enough(seen as never)) break;
      }
      gone.abort();
      return seen as never;
    },
  };
}

let count = 0;

/** A new workspace with one person per role and one project; calls act as its administrator. */
export async function world(): Promise<World> {
  const { kernel, database, people: known } = await app();
  const { workspaceId, people } = await testWorkspace(database);
  for (const person of Object.values(people)) known.set(person.id, person);
  const owner = acting(kernel, people.admin);
  const project = await owner.call(createProject, { name: "Titanic" });
  let other: Promise<World> | undefined;
  return {
    ...owner,
    kernel,
    services: kernel.ports.services,
    workspaceId,
    projectId: project.id,
    outsider: () => (other ??= world()),
    as: (role: Role) => acting(kernel, people[role]),
    by: (actor) => acting(kernel, actor),
    unique: () => `t${(count += 1)}`,
    drainJobs: () => drainJobs({ kernel, durable: createDurable(database), workspaceId, log: silentLog }),
    sql: (body) => database.transaction(workspaceId, {}, body),
  };
}
