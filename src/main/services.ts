import { join } from "node:path";
import { duckdbPool } from "../children/duckdb.ts";
import { processes } from "../children/process.ts";
import { sampleFiles } from "../capabilities/datasets/samples/files.ts";
import { createServing } from "../capabilities/serving/engine.ts";
import { createTrainer } from "../capabilities/training/engine.ts";
import type { Services } from "../kernel/ctx.ts";
import type { Database, Log } from "../kernel/ports.ts";
import { fileObjects } from "../objects/file.ts";

export interface ServiceParts {
  database: Database;
  /** Folder of the object store. */
  objects: string;
  /** Python interpreter of the trainer. */
  python: string;
  log: Log;
}

/** What handlers reach besides the database; `close` ends every child. */
export interface RunningServices {
  services: Services;
  close(): Promise<void>;
}

const checkout = join(import.meta.dirname, "../..");

export function startServices({ database, objects: root, python, log }: ServiceParts): RunningServices {
  const objects = fileObjects(root);
  // A process that was killed left its half-received uploads; the sweep every ten minutes would be late for a full disk.
  objects.sweepScratch(24 * 3_600_000).catch((error: unknown) => log.warn({ error: String(error) }, "scratch could not be swept"));
  const children = processes();
  const duckdb = duckdbPool({ processes: children, scratch: join(root, "scratch") });
  const serving = createServing({ database, objects, log });
  const trainer = createTrainer({ processes: children, python, package: join(checkout, "trainer"), readyFile: join(checkout, ".venv", ".ready"), log });
  return {
    services: { log, objects, processes: children, duckdb, serving, trainer, samples: sampleFiles(python) },
    async close() {
      await trainer.close();
      await serving.close();
      await duckdb.close();
      await children.close();
    },
  };
}
