import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { implementDownload } from "../../../kernel/implement.ts";
import { localFiles } from "../access.ts";
import { downloadDataset } from "../contract.ts";
import type { DatasetVersion } from "../contract/shapes.ts";
import { csvOf } from "../queries/rows.ts";
import { needDataset } from "../store/datasets.ts";
import { needVersion } from "../store/versions.ts";

interface Plan {
  filename: string;
  files: DatasetVersion["files"];
  columns: string[];
}

/** A name every file system takes. */
function fileName(name: string, version: number): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 100);
  return `${plain === "" ? "dataset" : plain}-v${version}.csv`;
}

/** The CSV is finished before the first byte leaves, so a failure is a refusal and never half a file. */
export default implementDownload<typeof downloadDataset.input, typeof downloadDataset.output, Plan>(downloadDataset, {
  async prepare(ctx, { datasetId, version }) {
    const dataset = await needDataset(ctx.tx, ctx.workspaceId, datasetId);
    const found = await needVersion(ctx.tx, ctx.workspaceId, datasetId, version);
    return { filename: fileName(dataset.name, found.version), files: found.files, columns: found.columns.map((c) => c.name) };
  },
  async send(ctx, plan) {
    const files = await localFiles(ctx, plan);
    const scratch = await ctx.services.objects.scratch();
    try {
      const out = join(scratch.path, "rows.csv");
      const options = { read: [...files.map((f) => f.path), out], write: [out], threads: 1, timeoutMs: 3_600_000, signal: ctx.signal };
      await ctx.services.duckdb.session(options, (db) => db.table(csvOf(files, plan.columns, out)));
      const body = createReadStream(out, { highWaterMark: 256 * 1024 });
      body.once("close", () => void scratch.remove());
      return { filename: plan.filename, contentType: "text/csv; charset=utf-8", sizeBytes: (await stat(out)).size, body };
    } catch (error) {
      await scratch.remove();
      throw error;
    }
  },
});
