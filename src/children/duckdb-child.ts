// Runs DuckDB for src/children/duckdb.ts: JSON lines in, JSON lines out, one statement at a time.
// A crash or a kill of this process costs one query and nothing else.
import { mkdirSync } from "node:fs";
import {
  DuckDBInstance,
  BIGINT,
  DOUBLE,
  LIST,
  VARCHAR,
  BOOLEAN,
  SQLNULL,
  listValue,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import { cell } from "./duckdb-cells.ts";
import type { DuckParam } from "./duck-sql.ts";
import type { OpenRequest, Reply, Request, RunRequest } from "./duckdb-protocol.ts";
import { lines } from "./lines.ts";

interface Open {
  instance: DuckDBInstance;
  connection: DuckDBConnection;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (paths: readonly string[]): string => `[${paths.map(quoted).join(", ")}]`;
let open: Open | null = null;

function bind(value: DuckParam): { value: DuckDBValue; type: DuckDBType } {
  if (value === null) return { value: null, type: SQLNULL };
  if (typeof value === "string") return { value, type: VARCHAR };
  if (typeof value === "boolean") return { value, type: BOOLEAN };
  if (typeof value === "number") return Number.isSafeInteger(value) ? { value: BigInt(value), type: BIGINT } : { value, type: DOUBLE };
  return { value: listValue([...value]), type: LIST(VARCHAR) };
}

function shut(): void {
  open?.connection.closeSync();
  open?.instance.closeSync();
  open = null;
}

async function openDatabase({ memoryMb, threads, tempFolder, read, write }: OpenRequest["open"]): Promise<Reply> {
  shut();
  mkdirSync(tempFolder, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  // External access ends here: only the named files, and the spill folder, exist for what follows; the lock keeps it so.
  await connection.run(`set temp_directory = ${quoted(tempFolder)}; set TimeZone = 'UTC'; set enable_progress_bar = false;
    set allowed_paths = ${list([...read, ...write])}; set enable_external_access = false; set lock_configuration = true`);
  open = { instance, connection };
  return { ok: true };
}

async function run({ text, values, stream }: RunRequest["run"], say: (reply: Reply) => void): Promise<void> {
  if (!open) throw new Error("no database is open");
  const bound = values.map(bind);
  const parameters = bound.map((b) => b.value);
  const parameterTypes = bound.map((b) => b.type);
  const result = stream ? await open.connection.stream(text, parameters, parameterTypes) : await open.connection.run(text, parameters, parameterTypes);
  const names = result.columnNames();
  const types = result.columnTypes();
  const columns = names.map((name, i) => ({ name, type: String(types[i]) }));
  let held: ReturnType<typeof cell>[][] = [];
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const row of chunk.getRows()) held.push(row.map(cell));
    if (stream) {
      say({ columns, rows: held, more: true });
      held = [];
    }
  }
  say({ columns, rows: held, more: false });
}

async function answer(request: Request, say: (reply: Reply) => void): Promise<void> {
  try {
    if ("open" in request) say(await openDatabase(request.open));
    else if ("run" in request) await run(request.run, say);
    else {
      shut();
      say({ ok: true });
    }
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) });
  }
}

// Standard output is a pipe, written synchronously: a slow reader slows the stream instead of filling memory.
const say = (reply: Reply): void => void process.stdout.write(`${JSON.stringify(reply)}\n`);
for await (const line of lines(process.stdin)) await answer(JSON.parse(line) as Request, say);
