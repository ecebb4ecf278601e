import type { DuckParam } from "./duck-sql.ts";

/** What a cell of a result looks like in JSON. Integers beyond 2^53, NaN and infinities are text; dates are ISO text. */
export type DuckCell = string | number | boolean | null | DuckCell[] | { [name: string]: DuckCell };

/** Opens a fresh in-memory database that may touch only these paths. */
export interface OpenRequest {
  open: { memoryMb: number; threads: number; tempFolder: string; read: readonly string[]; write: readonly string[] };
}

export interface RunRequest {
  run: { text: string; values: DuckParam[]; stream: boolean };
}

export type Request = OpenRequest | RunRequest | { close: true };

export interface DuckColumn {
  name: string;
  type: string;
}

export type Reply = { columns: DuckColumn[]; rows: DuckCell[][]; more: boolean } | { ok: true } | { error: string };
