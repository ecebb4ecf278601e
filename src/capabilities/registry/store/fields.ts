import { sorted, compileOrder, type OrderTerm, type Sorted } from "../../../db/filter/order.ts";
import { compileFilter } from "../../../db/filter/compile.ts";
import { compare, numberField, textField, timeField, textOps, listOps, type Entity, type Field, type FieldTable } from "../../../db/filter/fields.ts";
import { raw, sql, type Raw } from "../../../db/sql.ts";
import type { Statement } from "../../../kernel/ports.ts";
import { promptTag } from "../contract/shapes.ts";

const attributes = ["attributes", "attribute", "attr"] as const;

function closed(names: Entity["names"], given: Readonly<Record<string, Field>>): Entity {
  const fields = new Map(Object.entries(given));
  return { names, keys: [...fields.keys()], field: (key, aggregate) => (aggregate === null ? (fields.get(key) ?? null) : null) };
}

/**
 * Tags in a JSON column; a clause on a tag that is not set is false, but asking for what is no prompt finds models without the tag.
 */
function tags(column: Raw, kind: Raw): Entity {
  return {
    names: ["tags", "tag"],
    field: (key, aggregate) => {
      if (aggregate !== null) return null;
      if (key === promptTag)
        return { type: "text", ops: textOps, where: (test) => compare(sql`case when ${kind} = 'prompt' then 'true' else 'false' end`, lower(test)) };
      return { type: "text", ops: textOps, where: (test) => compare(sql`(${column} ->> ${key})`, test) };
    },
  };
}

function lower<T extends { value: unknown }>(test: T): T {
  return typeof test.value === "string" ? { ...test, value: test.value.toLowerCase() } : test;
}

const times = (alias: string) => ({
  creation_timestamp: timeField(raw(`${alias}.created_at`)),
  last_updated_timestamp: timeField(raw(`${alias}.updated_at`)),
});

const models: FieldTable = {
  noun: "models",
  attributes: closed([...attributes], { name: textField(raw("m.name"), { ops: listOps }), ...times("m"), timestamp: timeField(raw("m.updated_at")) }),
  others: [tags(raw("m.tags"), raw("m.kind"))],
};

const runOf = raw("coalesce(replace(v.run_id::text, '-', ''), v.run_ref)");

const versions: FieldTable = {
  noun: "model versions",
  attributes: closed([...attributes], {
    name: textField(raw("m.name"), { ops: listOps }),
    version_number: numberField(raw("v.version"), "int8"),
    run_id: textField(runOf, { ops: listOps, nullable: true }),
    source_path: textField(raw("v.source")),
    ...times("v"),
  }),
  others: [tags(raw("v.tags"), raw("m.kind"))],
};

/** True where the filter itself says whether prompts are wanted. */
function asksForPrompts(filter: string | undefined): boolean {
  return filter?.includes(promptTag) ?? false;
}

interface Compiled {
  where: Statement[];
  order: Sorted;
}

function compiled(table: FieldTable, filter: string | undefined, projectId: string | undefined, terms: OrderTerm[], ties: OrderTerm[]): Compiled {
  const where = compileFilter(table, filter);
  if (projectId !== undefined) where.push(sql`m.project_id = ${projectId}`);
  if (!asksForPrompts(filter)) where.push(sql`m.kind = 'model'`);
  return { where, order: sorted(terms, ties) };
}

const term = (value: Raw, type: OrderTerm["type"], desc: boolean): OrderTerm => ({ value, type, desc, nullable: false });

/** @throws Refusal `invalid_input` with position and fix. */
export function modelQuery(filter: string | undefined, orderBy: readonly string[] | undefined, projectId: string | undefined): Compiled {
  return compiled(models, filter, projectId, compileOrder(models, orderBy), [term(raw("m.name"), "text", false), term(raw("m.id"), "uuid", false)]);
}

/** The newest change first unless another order is asked for. @throws Refusal `invalid_input` with position and fix. */
export function versionQuery(filter: string | undefined, orderBy: readonly string[] | undefined, projectId: string | undefined): Compiled {
  const asked = orderBy && orderBy.length > 0 ? orderBy : ["last_updated_timestamp DESC"];
  return compiled(versions, filter, projectId, compileOrder(versions, asked), [
    term(raw("m.name"), "text", false),
    term(raw("v.version"), "int8", true),
    term(raw("v.model_id"), "uuid", false),
  ]);
}
