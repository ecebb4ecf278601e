import { join } from "node:path";
import { duckdbPool } from "../children/duckdb.ts";
import { processes } from "../children/process.ts";
import { sampleFiles } from "../capabilities/datasets/samples/files.ts";
import { createSecrets } from "../capabilities/identity/secrets.ts";
import { webhooks } from "../capabilities/integrations/webhooks.ts";
import { createServing } from "../capabilities/serving/engine.ts";
import { createTrainer } from "../capabilities/training/engine.ts";
import type { Services } from "../kernel/ctx.ts";
import type { Database, Log } from "../kernel/ports.ts";
import { fileObjects } from "../objects/file.ts";
import type { Objects } from "../objects/port.ts";
import { s3Objects } from "../objects/s3.ts";
import { createOutgoing } from "../outgoing/http.ts";
import type { ObjectPlace } from "./config.ts";

export interface ServiceParts {
  database: Database;
  objects: ObjectPlace;
  /** Python interpreter of the trainer. */
  python: string;
  /** Keys that wrap the data keys of workspaces; the previous one only opens. */
  masterKey: Uint8Array;
  previousMasterKey?: Uint8Array | null;
  /** Ranges besides public addresses that requests outside may go to. */
  allowTargets: readonly string[];
  log: Log;
}

/** What handlers reach besides the database; `close` ends every child. */
export interface RunningServices {
  services: Services;
  close(): Promise<void>;
}

const checkout = join(import.meta.dirname, "../..");

/** Bytes of local copies of a bucket's objects. */
const copiesBytes = 20 * 2 ** 30;

function openObjects(place: ObjectPlace, log: Log): Objects {
  if (place.kind === "folder") return fileObjects(place.root);
  const objects = s3Objects({ ...place, work: place.root, copiesBytes });
  // A wrong bucket or key shows at the start, not with the first upload.
  const first = objects.list("w/")[Symbol.asyncIterator]().next();
  first.catch((error: unknown) => log.error({ error: String(error), fix: "Check LUMINA_OBJECTS and AWS_*." }, "the object store does not answer"));
  return objects;
}

export function startServices({ database, objects: place, python, log, ...parts }: ServiceParts): RunningServices {
  const objects = openObjects(place, log);
  // A process that was killed left its half-received uploads; the sweep every ten minutes would be late for a full disk.
  objects.sweepScratch(24 * 3_600_000).catch((error: unknown) => log.warn({ error: String(error) }, "scratch could not be swept"));
  const children = processes();
  const duckdb = duckdbPool({ processes: children, scratch: join(place.root, "scratch") });
  const serving = createServing({ database, objects, log });
  const trainer = createTrainer({ processes: children, python, package: join(checkout, "trainer"), readyFile: join(checkout, ".venv", ".ready"), log });
  const secrets = createSecrets({ master: parts.masterKey, previous: parts.previousMasterKey ?? null });
  const outgoing = createOutgoing({ allow: parts.allowTargets });
  return {
    services: { log, objects, processes: children, duckdb, serving, trainer, samples: sampleFiles(python), secrets, outgoing, webhooks },
    async close() {
      outgoing.close();
      await trainer.close();
      await serving.close();
      await duckdb.close();
      await children.close();
    },
  };
}
