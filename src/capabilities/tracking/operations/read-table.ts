import { DuckdbError } from "../../../children/duckdb.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implementRead } from "../../../kernel/implement.ts";
import { readTable } from "../contract/tables.ts";
import { countRows, someRows, tableReader } from "../queries/tables.ts";
import { findArtifact } from "../store/artifacts.ts";

const timeoutMs = 30_000;
const mostBytes = 1_000_000_000;

export default implementRead(readTable, {
  async find(ctx, { runId, path }) {
    const artifact = await findArtifact(ctx.tx, ctx.workspaceId, runId, path);
    if (!artifact) throw refuse("not_found", `Run ${runId} has no artifact ${path}.`, "List them with `runs artifacts`.");
    const reader = tableReader(path);
    if (!reader) throw refuse("invalid_input", `${path} is not a table.`, "Tables are .csv, .tsv, .parquet, .jsonl and .ndjson; download other files.");
    if (artifact.sizeBytes > mostBytes) throw refuse("too_large", `${path} is larger than 1 GB.`, "Download it, or add it as a dataset.");
    return { key: artifact.key, reader };
  },
  async answer(ctx, { key, reader }, { path, offset, limit }) {
    const file = await ctx.services.objects.localPath(key);
    try {
      return await ctx.services.duckdb.session({ read: [file], timeoutMs, signal: ctx.signal }, async (db) => {
        const table = reader(file);
        const { columns, rows } = await db.table(someRows(table, limit, offset));
        const [count] = await db.rows<{ n: number | string }>(countRows(table));
        return { columns: columns.map(({ name, type }) => ({ name, type })), rows, total: Number(count?.n ?? 0) };
      });
    } catch (error) {
      if (!(error instanceof DuckdbError)) throw error;
      throw refuse(
        "invalid_input",
        `${path} cannot be read as a table: ${error.message.split("\n")[0]?.replaceAll(file, path) ?? ""}`,
        "Download it to look inside.",
      );
    }
  },
});
