import { openDatabase } from "../../src/db/pool.ts";
import { silentLog } from "../../src/main/log.ts";
import { listen } from "../../src/worker/listen.ts";
import { startRelay } from "../../src/worker/relay.ts";
import { startWorker } from "../../src/worker/worker.ts";
import { createDurable } from "../../src/capabilities/jobs/durable.ts";
import { probeKernel } from "./kernel.ts";

/** A worker of its own process, for tests that stop and kill it: `node worker-process.ts <database url> <slots> [newer]`. */
const [url = "", slots = "4", code = ""] = process.argv.slice(2);
const database = openDatabase({ url });
const kernel = probeKernel(database, silentLog, { newer: code === "newer" });
const worker = startWorker({ kernel, durable: createDurable(database), log: silentLog, slots: Number(slots) });
const relay = startRelay(url, silentLog);
const listener = listen(url, silentLog);
listener.subscribe((moved) => {
  if (moved === null || moved.topic === "queue") worker.wake();
});
await worker.ready;
await listener.ready;
console.log("ready");

process.once("SIGTERM", async () => {
  await worker.stop();
  await Promise.all([relay.close(), listener.close(), kernel.close()]);
  await database.close();
  process.exit(0);
});
process.stdin.resume().once("end", () => process.exit(0));
