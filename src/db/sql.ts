import type { Statement } from "../kernel/ports.ts";

/** A piece of SQL without values, for identifiers and clauses chosen by code, never by people. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

class Fragment implements Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  constructor(text: string, values: readonly unknown[]) {
    this.text = text;
    this.values = values;
  }
}

/**
 * Tagged SQL: every `${value}` is bound, nested fragments and {@link raw} are spliced in.
 * @example sql`select id from tracking.runs where workspace_id = ${ws} and id = ${id}`
 */
export function sql(strings: TemplateStringsArray, ...parts: unknown[]): Statement {
  let text = strings[0] ?? "";
  const values: unknown[] = [];
  parts.forEach((part, i) => {
    if (part instanceof Raw) text += part.text;
    else if (part instanceof Fragment) {
      const shift = values.length;
      text += part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + shift}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[i + 1] ?? "";
  });
  return new Fragment(text, values);
}

/** Splices text that code chose; never pass anything a person typed. */
export function raw(text: string): Raw {
  return new Raw(text);
}

/** Joins conditions with AND; an empty list is `true`. */
export function and(conditions: readonly Statement[]): Statement {
  if (conditions.length === 0) return sql`true`;
  return conditions.reduce((all, next) => sql`${all} and ${next}`);
}

/** The pattern of `ilike` that finds the text anywhere; what a person typed has no wildcards. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

/** Names a hot statement, so that the server parses and plans it once per connection. */
export function prepared(name: string, statement: Statement): Statement {
  return { text: statement.text, values: statement.values, name };
}

/** Quotes an identifier from a closed list (a sort column). @throws Error when it is not in the list. */
export function oneOf<T extends string>(value: T, allowed: readonly T[]): Raw {
  if (!allowed.includes(value)) throw new Error(`${value} is not one of ${allowed.join(", ")}`);
  return new Raw(value);
}
