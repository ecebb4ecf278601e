import type { Statement } from "../../kernel/ports.ts";
import type { Clause, FieldRef, Literal } from "./grammar.ts";
import { raw } from "../sql.ts";
import type { ById, Entity, Field, FieldTable, Test } from "./fields.ts";
import { parseFilter, problem, refusing } from "./parse.ts";

/**
 * A filter as SQL conditions with bound values, to be joined by AND.
 * @throws Refusal `invalid_input` with position and fix.
 * @example compileFilter(runFields(ws), "metrics.rmse < 1 AND tags.team = 'risk'")
 */
export function compileFilter(table: FieldTable, text: string | undefined, name = "filter"): Statement[] {
  if (text === undefined) return [];
  return refusing(name, text, () => compileClauses(table, parseFilter(text)));
}

const clausesAtMost = 100;

/** A filter in two parts: what can be said of a row's id alone, and the rest. */
export function compileParts(table: FieldTable, text: string | undefined, name = "filter"): { byId: ById[]; rest: Statement[] } {
  const parts: { byId: ById[]; rest: Statement[] } = { byId: [], rest: [] };
  if (text === undefined) return parts;
  refusing(name, text, () => {
    for (const clause of bounded(parseFilter(text))) {
      const field = resolve(table, clause.field);
      const test = testOf(field, clause);
      if (field.ofId?.(test, raw("id"))) parts.byId.push((id) => field.ofId?.(test, id) ?? field.where(test));
      else parts.rest.push(field.where(test));
    }
  });
  return parts;
}

/** @throws FilterProblem */
export function compileClauses(table: FieldTable, clauses: readonly Clause[]): Statement[] {
  return bounded(clauses).map((clause) => {
    const field = resolve(table, clause.field);
    return field.where(testOf(field, clause));
  });
}

function bounded(clauses: readonly Clause[]): readonly Clause[] {
  const tooMany = clauses[clausesAtMost];
  if (tooMany) throw problem(tooMany, `A filter has ${clausesAtMost} clauses at most.`, "IN takes many values of one field.");
  return clauses;
}

/** The field a name means. @throws FilterProblem naming what there is instead. */
export function resolve(table: FieldTable, ref: FieldRef): Field {
  const entity = entityOf(table, ref);
  const field = entity.field(ref.key, ref.aggregate);
  if (field) return field;
  if (ref.aggregate !== null && entity.field(ref.key, null))
    throw problem(
      ref,
      `${ref.aggregate}(…) does not apply to ${entity.names[0]}.`,
      entity.aggregates ? `Use ${entity.aggregates.join(", ")}.` : "Name the field alone.",
    );
  throw problem(ref, `${ref.key} is not one of the ${entity.names[0]} of ${table.noun}.`, `There are: ${(entity.keys ?? []).join(", ")}.`);
}

/** The entity a name begins with; a bare word is an attribute. @throws FilterProblem */
export function entityOf(table: FieldTable, ref: FieldRef): Entity {
  if (ref.entity === null) return table.attributes;
  const found = [table.attributes, ...table.others].find((entity) => entity.names.includes(ref.entity ?? ""));
  if (found) return found;
  const names = [table.attributes, ...table.others].map((entity) => entity.names[0]);
  throw problem(ref, `${ref.entity} is nothing that ${table.noun} have.`, `Begin with ${names.join(", ")}; a key that holds a dot stands after one of them.`);
}

function testOf(field: Field, clause: Clause): Test {
  const { op, value } = clause;
  const at = value ?? clause;
  if (!field.ops.includes(op)) throw problem(clause, `${op} cannot be asked of ${nameOf(clause.field)}.`, `Use ${field.ops.join(", ")}.`);
  if (value === null) return { op, value: null };
  if (value.kind === "list") return { op, value: value.items.map((item) => textIn(field, clause, item)) };
  if (op === "LIKE" || op === "ILIKE") checkLike(value);
  if (op === "RLIKE") checkPattern(value);
  if (field.type === "number") {
    if (value.kind === "number") return { op, value: value.number };
    throw problem(at, `${nameOf(clause.field)} is compared with a number.`, `Write ${nameOf(clause.field)} ${op} 0.5, without quotes.`);
  }
  return { op, value: textIn(field, clause, value) };
}

function textIn(field: Field, clause: Clause, value: Literal): string {
  if (value.kind === "text" && field.type === "text") return value.text;
  throw problem(value, `${nameOf(clause.field)} is compared with a text.`, `Quote it: ${nameOf(clause.field)} ${clause.op} 'value'.`);
}

/** PostgreSQL refuses a pattern that ends in its escape character. */
function checkLike(value: Literal): void {
  if (value.kind === "text" && /(^|[^\\])(\\\\)*\\$/.test(value.text))
    throw problem(value, "The pattern ends in a back-slash that escapes nothing.", "Write \\\\ for a back-slash, \\% or \\_ for the sign itself.");
}

function checkPattern(value: Literal): void {
  try {
    if (value.kind === "text") void new RegExp(value.text);
  } catch {
    throw problem(value, "The regular expression cannot be read.", "Close its brackets; a back-slash before a sign takes it literally.");
  }
}

function nameOf({ entity, key }: FieldRef): string {
  return entity === null ? key : `${entity}.${key}`;
}
