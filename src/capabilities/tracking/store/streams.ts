import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, oneOf, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export interface Lines {
  runId: string;
  stream: string;
  offset: number;
  lines: readonly string[];
}

/** Of these runs, those that exist and are not deleted. */
export async function presentRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(sql`
    select id from tracking.runs where workspace_id = ${ws} and id = any(${[...runIds]}::uuid[]) and deleted_at is null`);
  return new Set(rows.map((r) => r.id));
}

/** The first number where something else stands than what is sent. */
async function takenNumber(tx: Tx, ws: string, l: Lines): Promise<number | null> {
  const other = await tx.first<{ number: number }>(sql`
    select r.number from unnest(${[...l.lines]}::text[]) with ordinality as i(text, n)
    join tracking.run_lines r on r.number = ${l.offset}::bigint + i.n - 1
    where r.workspace_id = ${ws} and r.run_id = ${l.runId} and r.stream = ${l.stream} and r.text <> i.text order by r.number limit 1`);
  return other?.number ?? null;
}

/** Adds the lines that are not there; answers the first number where something else stands, and adds nothing then. */
export async function insertLines(tx: Tx, ws: string, l: Lines): Promise<number | null> {
  const taken = await takenNumber(tx, ws, l);
  if (taken !== null) return taken;
  const inserted = await tx.run(sql`
    insert into tracking.run_lines (workspace_id, run_id, stream, number, text, size_bytes)
    select ${ws}::uuid, ${l.runId}::uuid, ${l.stream}, ${l.offset}::bigint + n - 1, text, octet_length(text)
    from unnest(${[...l.lines]}::text[]) with ordinality as i(text, n)
    on conflict (workspace_id, run_id, stream, number) do nothing`);
  // Someone else may have written between the two statements; the throw rolls back and the writer comes again.
  if (inserted < l.lines.length && (await takenNumber(tx, ws, l)) !== null) throw new Error(`two writers of ${l.stream} in run ${l.runId}`);
  return null;
}

export async function overwriteLines(tx: Tx, ws: string, l: Lines): Promise<void> {
  await tx.run(sql`
    insert into tracking.run_lines as r (workspace_id, run_id, stream, number, text, size_bytes)
    select ${ws}::uuid, ${l.runId}::uuid, ${l.stream}, ${l.offset}::bigint + n - 1, text, octet_length(text)
    from unnest(${[...l.lines]}::text[]) with ordinality as i(text, n)
    on conflict (workspace_id, run_id, stream, number) do update set text = excluded.text, size_bytes = excluded.size_bytes
    where r.text <> excluded.text`);
}

/** Number of the line after the last. */
export async function nextLine(tx: Tx, ws: string, runId: string, stream: string): Promise<number> {
  const row = await tx.first<{ next: number }>(sql`
    select number + 1 as next from tracking.run_lines
    where workspace_id = ${ws} and run_id = ${runId} and stream = ${stream} order by number desc limit 1`);
  return row?.next ?? 0;
}

export async function selectStreams(tx: Tx, ws: string, runId: string): Promise<{ stream: string; next: number; sizeBytes: number }[]> {
  return await tx.rows(sql`
    select stream, max(number) + 1 as next, sum(size_bytes)::bigint as "sizeBytes" from tracking.run_lines
    where workspace_id = ${ws} and run_id = ${runId} group by stream order by stream`);
}

interface LineRow {
  number: number;
  text: string;
}

// Single lines may have megabytes: a page ends early rather than growing past this.
const pageBytes = 8 * 1024 * 1024;

export async function selectLines(
  tx: Tx,
  ws: string,
  f: { runId: string; stream: string; order: "asc" | "desc"; limit: number; cursor?: string | undefined },
): Promise<{ items: LineRow[]; nextCursor: string | null }> {
  const where = [sql`workspace_id = ${ws}`, sql`run_id = ${f.runId}`, sql`stream = ${f.stream}`];
  const key = decodeCursor(f.cursor, 1);
  if (key) where.push(f.order === "asc" ? sql`number > ${key[0]}` : sql`number < ${key[0]}`);
  const direction = oneOf(f.order, ["asc", "desc"]);
  const sizes = await tx.rows<{ number: number; size: number }>(sql`
    select number, size_bytes as size from tracking.run_lines where ${and(where)} order by number ${direction} limit ${f.limit + 1}`);
  let bytes = 0;
  const fits = sizes.findIndex((row, i) => (bytes += row.size) > pageBytes && i > 0);
  const limit = Math.min(f.limit, fits < 0 ? f.limit : fits);
  const rows = await tx.rows<LineRow>(sql`
    select number, text from tracking.run_lines where ${and(where)} order by number ${direction} limit ${limit + 1}`);
  return page(rows, limit, (row) => [row.number]);
}
