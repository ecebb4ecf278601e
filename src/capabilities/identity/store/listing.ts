import { decodeCursor, page } from "../../../db/keyset.ts";
import { raw, type Raw, sql } from "../../../db/sql.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";

/** What a list sorts by: an expression and its type, the id breaking ties. */
export interface Sorting {
  expression: Raw;
  type: "text" | "time";
  id: Raw;
  order: "asc" | "desc";
}

export interface Paging {
  limit: number;
  cursor?: string | undefined;
}

const uuid = /^[0-9a-f-]{36}$/i;

function foreignCursor(): Error {
  return refuse("invalid_input", "The cursor does not belong to this list.", "Take nextCursor from the previous page, or leave the cursor out.", {
    fields: [{ path: "cursor", message: "not a cursor of this list" }],
  });
}

function after(sorting: Sorting, cursor: string | undefined): Statement {
  const key = decodeCursor(cursor, 2);
  if (!key) return sql`true`;
  const [value, id] = key;
  if (typeof value !== "string" || typeof id !== "string" || !uuid.test(id)) throw foreignCursor();
  if (sorting.type === "time" && Number.isNaN(Date.parse(value))) throw foreignCursor();
  const beyond = raw(sorting.order === "asc" ? ">" : "<");
  const cast = raw(sorting.type === "time" ? "::timestamptz" : "::text");
  return sql`(${sorting.expression}, ${sorting.id}) ${beyond} (${value}${cast}, ${id}::uuid)`;
}

/**
 * One page of a list. `select` has everything up to and including WHERE; its rows name `sort_key` and `id`
 * through the sorting given here.
 */
export async function listPage<Row extends { id: string; sort_key: string | Date }>(
  tx: Tx,
  select: Statement,
  sorting: Sorting,
  paging: Paging,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const direction = raw(sorting.order);
  const rows = await tx.rows<Row>(
    sql`${select} and ${after(sorting, paging.cursor)} order by ${sorting.expression} ${direction}, ${sorting.id} ${direction} limit ${paging.limit + 1}`,
  );
  return page(rows, paging.limit, (row) => [row.sort_key instanceof Date ? row.sort_key.toISOString() : row.sort_key, row.id]);
}

export function iso(at: Date): string {
  return at.toISOString();
}

export function isoOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
