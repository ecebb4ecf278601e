import type { Statement } from "../../kernel/ports.ts";
import { decodeCursor } from "../keyset.ts";
import { raw, sql, type Raw } from "../sql.ts";
import { entityOf, resolve } from "./compile.ts";
import type { ById, FieldTable, Ordering } from "./fields.ts";
import { parseOrder, problem, refusing } from "./parse.ts";

export interface OrderTerm extends Ordering {
  desc: boolean;
}

/** Rows in an order, paged by keyset: what a select needs of it. */
export interface Sorted {
  /** Joins that the order's values come from. */
  joins: Statement;
  /** Columns that hold a row's place, to be selected beside others. */
  columns: Statement;
  /** The names of those columns. */
  names: Raw;
  orderBy: Statement;
  /** Conditions of the rows after the cursor. */
  after(cursor: string | undefined): Statement[];
  /** A selected row's place, for the cursor. */
  key(row: object): (string | null)[];
  /**
   * Where an index by the first value may be walked: the same order over the rows that have a number there. It holds a
   * page only when it fills it; else the rows without a number follow: those of the whole order that meet `rest`. Null where it cannot
   * be, or the cursor is past those rows.
   */
  walk(cursor: string | undefined, byId: readonly ById[]): { from: Statement; where: Statement[]; orderBy: Statement; rest: Statement } | null;
}

/**
 * Clauses such as `metrics.rmse ASC`; none may stand twice.
 * @throws Refusal `invalid_input` with position and fix.
 */
export function compileOrder(table: FieldTable, clauses: readonly string[] | undefined, name = "orderBy"): OrderTerm[] {
  const seen = new Set<string>();
  return (clauses ?? []).map((text, i) =>
    refusing(name, text, () => {
      const { field, desc } = parseOrder(text);
      const found = resolve(table, field);
      const ordering = found.order?.(raw(`order_${i}`));
      if (!ordering) throw problem(field, `${table.noun} have no order by ${field.key}.`, "Order by another field.");
      const id = JSON.stringify([entityOf(table, field).names[0], field.aggregate, field.key]);
      if (seen.has(id)) throw problem(field, `${field.key} stands twice in the order.`, "Name each field once.");
      seen.add(id);
      return { ...ordering, desc };
    }),
  );
}

/** Terms a list ends with, so that no two rows are equal; a term the order names already is left out. */
export function sorted(terms: readonly OrderTerm[], ties: readonly OrderTerm[]): Sorted {
  const named = new Set(terms.map((t) => t.value.text));
  const all = [...terms, ...ties.filter((t) => !named.has(t.value.text))];
  const column = (i: number): string => `place_${i}`;
  return {
    joins: spliced(
      all.flatMap((t) => t.join ?? []),
      " ",
    ),
    columns: spliced(
      all.map((t, i) => sql`(${t.value})::text as ${raw(column(i))}`),
      ", ",
    ),
    names: raw(all.map((_, i) => column(i)).join(", ")),
    orderBy: spliced(
      all.map((t) => sql`${rank(t)}${t.value} ${raw(t.desc ? "desc" : "asc")}`),
      ", ",
    ),
    after(cursor) {
      const place = decodeCursor(cursor, all.length);
      return place ? after(all, place as (string | null)[]) : [];
    },
    key: (row) => all.map((_, i) => (row as Record<string, string | null>)[column(i)] ?? null),
    walk(cursor, byId) {
      const [first, ...rest] = all;
      if (!first?.walk) return null;
      const place = decodeCursor(cursor, all.length) as (string | null)[] | null;
      const from = place?.[0] ?? null;
      if (place && (from === null || from === "NaN")) return null;
      const valued: OrderTerm[] = [{ ...first, nullable: false }, ...rest];
      return {
        from: spliced([first.walk(first.desc, from === null ? null : cast(first, from), byId), ...rest.flatMap((t) => t.join ?? [])], " "),
        where: place ? [whole(valued, place)] : [],
        rest: sql`(${first.value} is null or ${first.value} = 'NaN')`,
        orderBy: spliced(
          valued.map((t, i) => sql`${i === 0 ? sql`` : rank(t)}${t.value} ${raw(t.desc ? "desc" : "asc")}`),
          ", ",
        ),
      };
    },
  };
}

/** Values first, then NaN, then what is not set, in both directions. */
function rank(term: OrderTerm): Statement {
  if (term.type === "float8") return sql`case when ${term.value} is null then 2 when ${term.value} = 'NaN' then 1 else 0 end, `;
  return term.nullable ? sql`(${term.value} is null), ` : sql``;
}

function after(terms: readonly OrderTerm[], place: readonly (string | null)[]): Statement[] {
  const [first] = terms;
  // Says the same once more, in a form that an index on the first value can start at.
  const bound =
    first && !first.nullable && first.type !== "float8" ? [sql`${first.value} ${raw(first.desc ? "<=" : ">=")} ${cast(first, place[0] ?? null)}`] : [];
  return [...bound, whole(terms, place)];
}

/** Beyond the place in the first value, or equal there and beyond in the next, and so on. */
function whole(terms: readonly OrderTerm[], place: readonly (string | null)[]): Statement {
  const beyond = terms.map((term, i) => spliced([...terms.slice(0, i).map((t, j) => equal(t, place[j] ?? null)), later(term, place[i] ?? null)], " and "));
  return sql`(${spliced(
    beyond.map((b) => sql`(${b})`),
    " or ",
  )})`;
}

function cast(term: OrderTerm, value: string | null): Statement {
  return sql`${value}::${raw(term.type)}`;
}

function equal(term: OrderTerm, value: string | null): Statement {
  return value === null ? sql`${term.value} is null` : sql`${term.value} = ${cast(term, value)}`;
}

function later(term: OrderTerm, value: string | null): Statement {
  if (value === null) return sql`false`;
  const unset = term.nullable ? sql` or ${term.value} is null` : sql``;
  if (value === "NaN" && term.type === "float8") return sql`(false${unset})`;
  const beyond = sql`${term.value} ${raw(term.desc ? "<" : ">")} ${cast(term, value)}`;
  // NaN is greater than every number to PostgreSQL, so it lies beyond an ascending value already.
  const nan = term.type === "float8" && term.desc ? sql` or ${term.value} = 'NaN'` : sql``;
  return sql`(${beyond}${nan}${unset})`;
}

function spliced(parts: readonly (Statement | Raw)[], separator: string): Statement {
  return parts.reduce<Statement>((all, part, i) => (i === 0 ? sql`${part}` : sql`${all}${raw(separator)}${part}`), sql``);
}
