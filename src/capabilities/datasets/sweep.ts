import type { Loop } from "../../kernel/ctx.ts";
import { neededKeys } from "./store/versions.ts";

/** An object younger than this may belong to a version that is about to commit. */
const hourMs = 3_600_000;
/** A scratch folder nobody wrote to for a day has lost its owner. */
const dayMs = 24 * hourMs;
const batchSize = 500;

/**
 * Removes what no version names: objects of transactions that failed after the file was stored, and scratch of processes that died.
 * Versions and the objects they name are never touched.
 */
export const sweep: Loop = {
  name: "datasets.sweep",
  intervalMs: 10 * 60_000,
  async run({ services, transaction, workspaces, now, log }) {
    const scratch = await services.objects.sweepScratch(dayMs);
    let objects = 0;
    for (const ws of await workspaces()) {
      let batch: string[] = [];
      const clear = async (): Promise<void> => {
        const needed = await transaction(ws, (tx) => neededKeys(tx, ws, batch));
        for (const key of batch) if (!needed.has(key) && (await services.objects.remove(key))) objects += 1;
        batch = [];
      };
      for await (const info of services.objects.list(`w/${ws}/datasets/`)) {
        if (now().getTime() - info.modifiedAt.getTime() > hourMs) batch.push(info.key);
        if (batch.length >= batchSize) await clear();
      }
      if (batch.length > 0) await clear();
    }
    if (scratch + objects > 0) log.info({ scratch, objects }, "removed what no version names");
  },
};
