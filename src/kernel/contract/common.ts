import * as z from "zod";

/** A UUID that names a resource; surfaces resolve names of type `ref` through `<ref>s.list`. */
export function idOf(ref: string): z.ZodUUID {
  return z.uuid().meta({ ref });
}

export const Timestamp = z.iso.datetime().meta({ description: "ISO 8601, UTC" });
export const JobId = idOf("job");

/** Fields every list takes: keyset cursor, default 50, most 1,000. */
export const pageInput = {
  limit: z.int().min(1).max(1000).default(50).meta({ description: "Rows per page, 1 to 1,000" }),
  cursor: z.string().max(2000).optional().meta({ description: "The previous page's nextCursor" }),
};

/** `{items, nextCursor}`; `nextCursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** JSON values as they travel. */
export const Json: z.ZodType<JsonValue> = z.json();
export type JsonValue = z.core.util.JSONType;
