/** Values a statement may carry. Safe whole numbers are bound as BIGINT, other numbers as DOUBLE. */
export type DuckParam = string | number | boolean | null | readonly string[];

interface Bound {
  readonly value: DuckParam;
}

/** A statement in the making: text and bound values in order, numbered only when it is rendered. */
export class DuckSql {
  readonly parts: readonly (string | Bound)[];
  constructor(parts: readonly (string | Bound)[]) {
    this.parts = parts;
  }
}

/**
 * Tagged SQL for DuckDB: `${value}` is bound, nested statements and {@link ident} are spliced in.
 * Text is never searched, so a column called `Cost $1` stays what it is.
 * @example duck`select ${ident("Age")} from read_parquet(${path}) where ${ident("Age")} > ${30}`
 */
export function duck(strings: TemplateStringsArray, ...values: readonly (DuckSql | DuckParam)[]): DuckSql {
  const parts: (string | Bound)[] = [];
  strings.forEach((text, i) => {
    parts.push(text);
    if (i >= values.length) return;
    const value = values[i];
    if (value instanceof DuckSql) parts.push(...value.parts);
    else parts.push({ value: value ?? null });
  });
  return new DuckSql(parts);
}

/** A quoted identifier; any name is safe. */
export function ident(name: string): DuckSql {
  return new DuckSql([`"${name.replaceAll('"', '""')}"`]);
}

/** A quoted text literal, where DuckDB takes no parameter (`COPY … TO`). */
export function literal(text: string): DuckSql {
  return new DuckSql([`'${text.replaceAll("'", "''")}'`]);
}

/** SQL text that code chose; never anything a person typed. */
export function plain(text: string): DuckSql {
  return new DuckSql([text]);
}

/** Joins pieces; an empty list is `empty`. */
export function join(pieces: readonly DuckSql[], separator = ", ", empty = ""): DuckSql {
  if (pieces.length === 0) return plain(empty);
  const parts: (string | Bound)[] = [];
  pieces.forEach((piece, i) => {
    if (i > 0) parts.push(separator);
    for (const part of piece.parts) parts.push(part);
  });
  return new DuckSql(parts);
}

/** Text with `$1…` and its values. */
export function render(statement: DuckSql): { text: string; values: DuckParam[] } {
  const values: DuckParam[] = [];
  const text = statement.parts.map((part) => (typeof part === "string" ? part : `$${values.push(part.value)}`)).join("");
  return { text, values };
}
