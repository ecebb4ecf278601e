import { authenticator } from "../capabilities/identity/authenticator.ts";
import { sessionSecret } from "../capabilities/identity/domain/credentials.ts";
import { createDurable } from "../capabilities/jobs/durable.ts";
import { openDatabase } from "../db/pool.ts";
import { sql } from "../db/sql.ts";
import { createSignals } from "../surfaces/http/signals.ts";
import { listen } from "../worker/listen.ts";
import { startLoops } from "../worker/loops.ts";
import { startRelay } from "../worker/relay.ts";
import { startWorker } from "../worker/worker.ts";
import { readConfig } from "./config.ts";
import { createProductKernel } from "./kernel.ts";
import { createLog } from "./log.ts";
import { masterKey, previousMasterKey } from "./masterkey.ts";
import { startServices } from "./services.ts";
import { underSupervisor } from "./supervisor-child.ts";

/** Ten trainings at once is what SPEC TR-9 asks of one machine; more only wait for its cores. */
const slots = 10;

const config = readConfig(process.env);
const log = createLog(config.logLevel, "worker");
const url = config.databaseUrl ?? "";
const key = masterKey(config);

const database = openDatabase({ url, applicationName: "lumina-worker", size: slots + 4 });
/** Leases have connections of their own: handlers that use up theirs must not cost them. */
const leases = openDatabase({ url, applicationName: "lumina-worker-leases", size: 4 });
const { services, close } = startServices({
  database,
  objects: config.objects,
  python: config.python,
  masterKey: key,
  previousMasterKey: previousMasterKey(config),
  allowTargets: config.allowTargets,
  log,
});
const listener = listen(url, log, "lumina-worker-listen");
const auth = authenticator({ db: database, log, secret: sessionSecret(key), secure: config.tls !== null });
const kernel = createProductKernel({ database, services, masterKey: key, signals: createSignals(listener), actorById: auth.actorById });

const workspaces = (): Promise<string[]> =>
  database.transaction(null, { readOnly: true }, async (tx) =>
    (await tx.rows<{ id: string }>(sql`select id from identity.pub_workspaces order by id`)).map((row) => row.id),
  );

const relay = startRelay(url, log);
const loops = startLoops(kernel, url, workspaces, log);
const worker = startWorker({ kernel, durable: createDurable(leases), log, slots });
listener.subscribe((moved) => {
  if (moved) auth.forget(moved.topic, moved.id);
  if (moved === null || moved.topic === "queue") worker.wake();
});

// A promise that a job's handler forgot must not end the other nine jobs.
process.on("unhandledRejection", (error) =>
  log.error({ error: String(error), stack: error instanceof Error ? error.stack : undefined }, "A promise was rejected and nobody looked"),
);

// The relay goes last: what the others wrote while they stopped is still sent.
const up = underSupervisor(async () => {
  await Promise.all([worker.stop(), loops.close()]);
  await Promise.all([listener.close(), relay.close()]);
  await auth.flush();
  await close();
  await Promise.all([database.close(), leases.close()]);
});

await worker.ready;
log.info({ worker: worker.id, slots, definitions: kernel.registry.jobs.size, loops: kernel.registry.loops.length }, "The worker takes jobs");
up.ready(worker.id);
// The first training starts at once; without the Python environment it says so itself when asked.
void services.trainer.warm().catch((error: unknown) => log.info({ reason: String(error) }, "the trainer is not warm yet"));
