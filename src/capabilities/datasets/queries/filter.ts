import { duck, ident, join, plain, type DuckSql } from "../../../children/duck-sql.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Column } from "../contract/shapes.ts";
import type { Condition, Literal } from "../domain/filter.ts";

function wrong(path: string, detail: string, fix: string) {
  return refuse("invalid_input", detail, fix, { fields: [{ path, message: detail }] });
}

/** The column meant by a name: exact first, then in any case; refuses with names that are near. */
export function columnNamed(columns: readonly Column[], name: string, path: string): Column {
  const found = columns.find((c) => c.name === name) ?? columns.find((c) => c.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = columns
    .slice(0, 20)
    .map((c) => c.name)
    .join(", ");
  throw wrong(
    path,
    `There is no column "${name.slice(0, 100)}".`,
    `The columns are: ${known}${columns.length > 20 ? `, and ${columns.length - 20} more` : ""}.`,
  );
}

/** A value bound for comparison with a column; refuses one the column's type cannot be compared with. */
function value(column: Column, given: Literal): DuckSql {
  const misfit = (wants: string) =>
    wrong("filter", `Column "${column.name}" holds ${wants}; ${JSON.stringify(given)} cannot be compared with it.`, `Compare it with ${wants}.`);
  switch (column.type) {
    case "integer":
    case "number": {
      const number = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
      if (typeof number !== "number" || !Number.isFinite(number)) throw misfit("numbers");
      return duck`${number}`;
    }
    case "boolean":
      if (given === 1 || given === 0) return duck`${given === 1}`;
      if (typeof given === "string" && /^(true|false)$/i.test(given)) return duck`${given.toLowerCase() === "true"}`;
      if (typeof given !== "boolean") throw misfit("true or false");
      return duck`${given}`;
    case "date":
    case "timestamp": {
      const text = String(given);
      if (!/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z?)?$/.test(text) || Number.isNaN(Date.parse(text))) throw misfit("dates like '2024-05-31'");
      return duck`cast(${text} as timestamp)`;
    }
    default:
      return duck`${String(given)}`;
  }
}

const asText = (column: Column): DuckSql => (column.type === "string" ? ident(column.name) : duck`cast(${ident(column.name)} as varchar)`);

/** SQL of a condition with every value bound. A missing value passes no comparison, also not a negated one. */
export function conditionSql(columns: readonly Column[], condition: Condition): DuckSql {
  switch (condition.kind) {
    case "and":
    case "or":
      return duck`(${conditionSql(columns, condition.left)} ${plain(condition.kind)} ${conditionSql(columns, condition.right)})`;
    case "not":
      return duck`(not ${conditionSql(columns, condition.of)})`;
    case "missing":
      return duck`(${ident(columnNamed(columns, condition.column, "filter").name)} is null)`;
    case "compare": {
      const column = columnNamed(columns, condition.column, "filter");
      return duck`(${ident(column.name)} ${plain(condition.op)} ${value(column, condition.value)})`;
    }
    case "between": {
      const column = columnNamed(columns, condition.column, "filter");
      return duck`(${ident(column.name)} between ${value(column, condition.from)} and ${value(column, condition.to)})`;
    }
    case "in": {
      const column = columnNamed(columns, condition.column, "filter");
      return duck`(${ident(column.name)} in (${join(condition.values.map((v) => value(column, v)))}))`;
    }
    case "text": {
      const column = columnNamed(columns, condition.column, "filter");
      const call = { contains: "contains", startsWith: "starts_with", endsWith: "ends_with" }[condition.test];
      return duck`(${plain(call)}(lower(${asText(column)}), lower(${condition.value})))`;
    }
  }
}

/** True for rows in which any column's text holds the words, in any case. */
export function anywhere(columns: readonly Column[], words: string): DuckSql {
  return duck`(${join(
    columns.map((c) => duck`coalesce(contains(lower(${asText(c)}), lower(${words})), false)`),
    " or ",
    "false",
  )})`;
}
