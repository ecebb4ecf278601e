import { refuse } from "../kernel/contract/errors.ts";

/** Encodes the sort key of the last row of a page. Values are JSON scalars. */
export function encodeCursor(key: readonly (string | number | boolean | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** Decodes a cursor of `length` values; a foreign or broken cursor is `invalid_input`. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | boolean | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(key) && key.length === length && key.every((v) => v === null || ["string", "number", "boolean"].includes(typeof v))) return key;
  } catch {
    // falls through to the refusal below
  }
  throw refuse("invalid_input", "The cursor does not belong to this list.", "Take nextCursor from the previous page, or leave the cursor out.", {
    fields: [{ path: "cursor", message: "not a cursor of this list" }],
  });
}

/** Cuts `limit + 1` rows into a page. */
export function page<T>(rows: T[], limit: number, key: (row: T) => (string | number | boolean | null)[]): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}
