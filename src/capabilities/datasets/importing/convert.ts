import { join } from "node:path";
import { DuckdbError, type Duckdb, type DuckSession } from "../../../children/duckdb.ts";
import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import type { Column, Delimiter } from "../contract/shapes.ts";
import { inferType, stillPossible, type Counts, type Inferred } from "../domain/infer.ts";
import { checkedNames, numberedNames } from "../domain/names.ts";
import { delimiters, records, sniffDelimiter, sniffHeader, type Dialect } from "../domain/sniff.ts";
import * as queries from "../queries/import.ts";
import { headOf, unifyLineEnds } from "./text.ts";

export interface Converted {
  /** The finished Parquet file. */
  file: string;
  columns: Column[];
  rowCount: number;
  dialect: Dialect;
}

export interface Wanted {
  delimiter: Delimiter;
  header: "auto" | "yes" | "no";
}

/** Delimiter and header of a UTF-8 text, with its column names; refuses what has no rows or no usable header. */
async function look(file: string, wanted: Wanted): Promise<{ dialect: Dialect; names: string[]; body: string[][] }> {
  const { text, whole } = await headOf(file);
  if (whole && text.trim() === "")
    throw refuse("invalid_input", "The file holds nothing but white space.", "Choose a CSV or TSV file with a header and at least one row.");
  const delimiter = wanted.delimiter === "auto" ? sniffDelimiter(text, whole) : delimiters[wanted.delimiter];
  const rows = records(text, delimiter, whole);
  const [first] = rows;
  if (!first)
    throw refuse(
      "invalid_input",
      "No row could be read: the first one does not end within 4 MB.",
      "A quotation mark may never be closed; check the beginning of the file.",
    );
  const header = wanted.header === "auto" ? sniffHeader(rows) : wanted.header === "yes";
  if (header && whole && rows.length < 2)
    throw refuse(
      "invalid_input",
      "The file has a header and no rows.",
      "Add at least one row of values. If the first row holds values, upload with header = no.",
    );
  return { dialect: { delimiter, header }, names: header ? checkedNames(first) : numberedNames(first.length), body: rows.slice(header ? 1 : 0) };
}

// Planning a statement takes memory and time faster than its width grows: 40 columns took 66 ms, 160 took 573.
const expressionsAtOnce = 160;

interface Candidates {
  name: string;
  tests: readonly queries.Test[];
}

function batches(columns: readonly Candidates[]): Candidates[][] {
  const out: Candidates[][] = [];
  let size = Infinity;
  for (const column of columns) {
    if (size + column.tests.length + 1 > expressionsAtOnce) {
      out.push([]);
      size = 0;
    }
    out.at(-1)?.push(column);
    size += column.tests.length + 1;
  }
  return out;
}

/** Types over all rows. The rows already seen rule most types out, so that only the others are counted. */
async function infer(
  db: DuckSession,
  file: string,
  names: readonly string[],
  delimiter: string,
  seen: readonly (readonly string[])[],
): Promise<({ name: string } & Inferred)[]> {
  const columns = names.map((name, i): Candidates => {
    // A comma inside numbers is a decimal comma only where it does not separate fields.
    const open = stillPossible(seen.map((row) => row[i] ?? "")).filter((t) => t !== "commaNumber" || delimiter !== ",");
    const numeric = open.includes("number") || open.includes("commaNumber");
    return { name, tests: [...open, ...(numeric ? (["zeroLed", "tooLong"] as const) : [])] };
  });
  const out: ({ name: string } & Inferred)[] = [];
  for (const part of batches(columns)) {
    const { rows } = await db.table(queries.countTypes(file, part));
    const values = (rows[0] ?? []).map(Number);
    let at = 0;
    for (const { name, tests } of part) {
      const counts: Counts = {
        present: values[at] ?? 0,
        integer: -1,
        number: -1,
        commaNumber: -1,
        boolean: -1,
        date: -1,
        timestamp: -1,
        zeroLed: 0,
        tooLong: 0,
      };
      tests.forEach((test, i) => {
        counts[test] = values[at + 1 + i] ?? 0;
      });
      out.push({ name, ...inferType(counts) });
      at += 1 + tests.length;
    }
  }
  return out;
}

const kinds: Record<string, string> = {
  "MISSING COLUMNS": "has too few columns",
  "TOO MANY COLUMNS": "has too many columns",
  "UNQUOTED VALUE": "has a quotation mark that is never closed, or text after a closing one",
  "LINE SIZE OVER MAXIMUM": "is longer than 4 MB; a quotation mark may never be closed",
  "INVALID ENCODING": "holds characters that are not UTF-8",
};

async function raggedRefusal(db: DuckSession, file: string, names: readonly string[], dialect: Dialect, first: DuckdbError): Promise<Refusal> {
  const fix = "Mend these rows (text that holds the delimiter belongs in double quotes), or choose another delimiter.";
  try {
    await db.table(queries.countFitting(file, names, dialect));
    const bad = await db.rows<{ line: number; kind: string; message: string; text: string | null }>(queries.rejects);
    const [{ n } = { n: 0 }] = await db.rows<{ n: number }>(queries.rejectCount);
    const told = bad.map(({ line, kind, message }) => {
      const widths = /Columns: (\d+) Found: (\d+)/.exec(message);
      return `row ${line} ${widths ? `has ${widths[2]} columns instead of ${widths[1]}` : (kinds[kind] ?? message.split("\n")[0])}`;
    });
    if (told.length > 0)
      return refuse(
        "invalid_input",
        `${told.join("; ")}${n > told.length ? `; and ${n >= 1000 ? "at least " : ""}${n - told.length} more` : ""}. Rows are counted from 1, the header included.`,
        fix,
      );
  } catch (error) {
    if (!(error instanceof DuckdbError)) throw error;
  }
  const line = /Line: (\d+)/.exec(first.message)?.[1];
  return refuse(
    "invalid_input",
    `The table could not be read${line ? ` at row ${line}` : ""}: ${first.message.split("\n").find((l) => /Expected|quote|size/i.test(l)) ?? first.message.split("\n")[0]}`,
    fix,
  );
}

async function readText(db: DuckSession, file: string, names: readonly string[], dialect: Dialect, to: string): Promise<void> {
  try {
    await db.table(queries.textTable(file, names, dialect, to));
  } catch (error) {
    if (!(error instanceof DuckdbError)) throw error;
    if (!/state machine/.test(error.message)) throw await raggedRefusal(db, file, names, dialect, error);
    // Line ends of more than one kind: made one kind, and read once more.
    await unifyLineEnds(file);
    await db.table(queries.textTable(file, names, dialect, to)).catch(async (again: unknown) => {
      throw again instanceof DuckdbError ? await raggedRefusal(db, file, names, dialect, again) : again;
    });
  }
}

/**
 * DuckDB counts two to four blocks of 256 KB for each text column it writes, filled or not: 5,000 columns count up to 5.2 GB
 * while 0.3 (40 rows) to 1.6 (5,000 rows) are resident. So wide tables get the count they need and a limit on what is resident;
 * a table of ordinary width gets 160 MB.
 */
export function importMemory(columns: number): { memoryMb: number; residentMb: number } {
  return { memoryMb: Math.ceil(Math.max(160, 100 + columns * 1.1)), residentMb: Math.ceil(450 + columns * 0.4) };
}

/**
 * Turns a UTF-8 text table into a typed Parquet file, types inferred over all rows.
 * Both happen in a child with little memory; rows keep their order.
 */
export async function convert(duckdb: Duckdb, file: string, folder: string, wanted: Wanted, signal?: AbortSignal): Promise<Converted> {
  const { dialect, names, body } = await look(file, wanted);
  const raw = join(folder, "text.parquet");
  const out = join(folder, "table.parquet");
  // One thread: on two cores it was as fast (2.4 s against 2.9 s for 300 MB) and took 90 MB less.
  const options = { read: [file, raw], write: [raw, out], ...importMemory(names.length), threads: 1, timeoutMs: 3_600_000, ...(signal ? { signal } : {}) };
  return duckdb.session(options, async (db) => {
    await readText(db, file, names, dialect, raw);
    const [{ n: rowCount } = { n: 0 }] = await db.rows<{ n: number }>(queries.rowCount(raw));
    if (rowCount === 0)
      throw refuse(
        "invalid_input",
        "The file has a header and no rows.",
        "Add at least one row of values. If the first row holds values, upload with header = no.",
      );
    const columns = await infer(db, raw, names, dialect.delimiter, body);
    await db.table(queries.typedTable(raw, columns, out));
    return { file: out, columns: columns.map(({ name, type }) => ({ name, type })), rowCount, dialect };
  });
}
