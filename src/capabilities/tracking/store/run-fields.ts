import {
  compare,
  labelOps,
  listOps,
  numberOps,
  textField,
  timeField,
  withoutNaN,
  type ById,
  type Entity,
  type Field,
  type FieldTable,
  type Test,
} from "../../../db/filter/fields.ts";
import { raw, sql, type Raw } from "../../../db/sql.ts";
import type { Statement } from "../../../kernel/ports.ts";
import { head, headLength, type LabelKind } from "../domain/labels.ts";
import { runReads } from "./inputs.ts";

const aggregates: Readonly<Record<string, string>> = {
  first: "first_value",
  last: "last_value",
  min: "min_value",
  max: "max_value",
  mean: "(sum_value / nullif(points - nan_points, 0))",
};

/** MLflow's words for our states. */
const statuses: Readonly<Record<string, string>> = { SCHEDULED: "queued", RUNNING: "running", FINISHED: "finished", FAILED: "failed", KILLED: "cancelled" };
const statusWord = raw(
  `case r.status ${Object.entries(statuses)
    .map(([word, ours]) => `when '${ours}' then '${word}'`)
    .join(" ")} end`,
);

/** MLflow shows a run's name as this tag. */
const nameTag = "mlflow.runName";

/** What runs are filtered and ordered by; over the alias `r` of tracking.runs. */
export function runFields(ws: string): FieldTable {
  return { noun: "runs", attributes: attributes(), others: [metrics(ws), labels(ws, "p"), labels(ws, "t"), datasets(ws)] };
}

function attributes(): Entity {
  const name = textField(raw("r.name"), { ops: listOps });
  const started = timeField(raw("r.started_at"));
  const shown: Record<string, Field> = {
    run_id: runId(),
    run_name: name,
    status: status(),
    start_time: started,
    end_time: timeField(raw("r.ended_at"), { nullable: true }),
    user_id: textField(raw("coalesce(r.tags ->> 'lumina.userId', r.tags ->> 'mlflow.user', r.created_by)"), { ops: listOps }),
    kind: textField(raw("r.kind"), { ops: listOps }),
    created_by: textField(raw("r.created_by"), { ops: listOps }),
    updated_time: timeField(raw("r.updated_at")),
    error: textField(raw("r.error"), { ops: labelOps, nullable: true }),
    lifecycle_stage: textField(raw("case when r.deleted_at is null then 'active' else 'deleted' end"), { values: ["active", "deleted"] }),
  };
  const aliases: Record<string, Field> = { created: started, Created: started, name, "run name": name, "Run name": name, "Run Name": name };
  const all = new Map(Object.entries({ ...shown, ...aliases }));
  return {
    names: ["attributes", "attribute", "attr", "run"],
    keys: Object.keys(shown),
    field: (key, aggregate) => (aggregate === null ? (all.get(key) ?? null) : null),
  };
}

/** Ids come as 32 hexadecimal digits or with dashes. */
function runId(): Field {
  const text = raw("replace(r.id::text, '-', '')");
  const plain = (value: string): string => value.replaceAll("-", "").toLowerCase();
  const uuids = (value: Test["value"]): string[] =>
    (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).map(plain).filter((v) => /^[0-9a-f]{32}$/.test(v));
  return {
    type: "text",
    ops: listOps,
    where({ op, value }) {
      if (op === "=" || op === "IN") return sql`r.id = any(${uuids(value)}::uuid[])`;
      if (op === "!=" || op === "NOT IN") return sql`r.id <> all(${uuids(value)}::uuid[])`;
      return compare(text, { op, value });
    },
    order: () => ({ value: raw("r.id"), type: "uuid", nullable: false }),
  };
}

/** `=` in our own words can use what an index knows of the column; the others compare MLflow's. */
function status(): Field {
  const ours = (value: string): string => (Object.hasOwn(statuses, value) ? statuses[value] : undefined) ?? value.toLowerCase();
  return {
    type: "text",
    ops: listOps,
    values: Object.keys(statuses),
    where({ op, value }) {
      if (op === "LIKE" || op === "ILIKE") return compare(statusWord, { op, value });
      return compare(raw("r.status"), { op, value: Array.isArray(value) ? value.map(ours) : ours(String(value)) });
    },
    order: () => ({ value: statusWord, type: "text", nullable: false }),
  };
}

function metrics(ws: string): Entity {
  return {
    names: ["metrics", "metric"],
    aggregates: Object.keys(aggregates),
    field(key, aggregate) {
      const asked = aggregate ?? "last";
      const column = Object.hasOwn(aggregates, asked) ? aggregates[asked] : undefined;
      if (column === undefined) return null;
      const of = (alias: string): Raw => raw(column.replaceAll(/\b(\w+_(value|points)|points)\b/g, `${alias}.$1`));
      return {
        type: "number",
        ops: numberOps,
        where: (test) => (byIndex(column, test) ? indexed(ws, key, raw("r.id"), test) : probed(ws, key, of("m"), test)),
        ofId: (test, id) => (byIndex(column, test) ? indexed(ws, key, id, test) : null),
        order: (alias) => ({
          join: sql`left join lateral (select m.first_value, m.last_value, m.min_value, m.max_value, m.sum_value, m.points, m.nan_points
            from tracking.run_metrics m where m.workspace_id = ${ws} and m.run_id = r.id and m.key = ${key} offset 0) ${alias} on true`,
          // Only the last value has an index.
          ...(column === "last_value" && { walk: (desc: boolean, from: Statement | null, byId: readonly ById[]) => walk(ws, key, alias, desc, from, byId) }),
          value: of(alias.text),
          type: "float8",
          nullable: true,
        }),
      };
    },
  };
}

/**
 * Read once by the index of values, then asked of each run in memory: `is true` and `offset 0` here keep the planner from
 * making joins. It knows nothing of a key that is minutes old, and would walk all its rows for every run (ADR 0006).
 */
function indexed(ws: string, key: string, id: Raw, test: Test): Statement {
  return sql`(${id} in (select m.run_id from tracking.run_metrics m
    where m.workspace_id = ${ws} and m.key = ${key} and m.last_value < 'NaN' and ${compare(raw("m.last_value"), test)})) is true`;
}

function byIndex(column: string, test: Test): boolean {
  return column === "last_value" && test.op !== "!=";
}

/** Asked of each run by its key. */
function probed(ws: string, key: string, column: Raw, test: Test): Statement {
  return sql`exists (select from tracking.run_metrics m
    where m.workspace_id = ${ws} and m.run_id = r.id and m.key = ${key} and ${withoutNaN(column, "float8", test)}) is true`;
}

/** The lateral join holds the order of the values: each is looked up in turn, until the page is full. */
function walk(ws: string, key: string, alias: Raw, desc: boolean, from: Statement | null, byId: readonly ById[]): Statement {
  const found = byId.reduce((all, condition) => sql`${all} and ${condition(raw("m.run_id"))}`, sql``);
  const bound = from === null ? sql`` : sql` and m.last_value ${raw(desc ? "<=" : ">=")} ${from}`;
  return sql`(select m.run_id, m.last_value from tracking.run_metrics m
      where m.workspace_id = ${ws} and m.key = ${key} and m.last_value < 'NaN'${bound}${found} order by m.last_value ${raw(desc ? "desc" : "asc")}) ${alias}
    join lateral (select r.* from tracking.runs r where r.workspace_id = ${ws} and r.id = ${alias}.run_id offset 0) r on true`;
}

function labels(ws: string, kind: LabelKind): Entity {
  const column = raw(kind === "p" ? "r.params" : "r.tags");
  return {
    names: kind === "p" ? ["params", "param", "parameters", "parameter"] : ["tags", "tag"],
    field(key, aggregate) {
      if (aggregate !== null) return null;
      if (kind === "t" && key === nameTag) return textField(raw("r.name"), { ops: labelOps });
      const value = sql`(${column} ->> ${key})`;
      return {
        type: "text",
        ops: labelOps,
        where: (test) => labelTest(ws, kind, key, value, test),
        ofId: (test, id) =>
          test.op === "=" && String(test.value).length < headLength ? sql`(${labelled(ws, kind, key, id, String(test.value))}) is true` : null,
        order: () => ({ value, type: "text", nullable: true }),
      };
    },
  };
}

/** Equality is found by the index of values; a value longer than what the index holds is compared whole. */
function labelTest(ws: string, kind: LabelKind, key: string, value: Statement, test: Test): Statement {
  if (test.op !== "=" || typeof test.value !== "string") return compare(value, test);
  const indexed = labelled(ws, kind, key, raw("r.id"), test.value);
  return test.value.length < headLength ? indexed : sql`(${indexed} and ${compare(value, test)})`;
}

function labelled(ws: string, kind: LabelKind, key: string, id: Raw, value: string): Statement {
  return sql`(${id} in (select l.run_id from tracking.run_labels l
    where l.workspace_id = ${ws} and l.kind = ${kind}::"char" and l.key = ${key} and l.head = ${head(value)})) is true`;
}

/** What a run read; every clause may be met by another data set. */
function datasets(ws: string): Entity {
  const keys = ["name", "digest", "context"] as const;
  return {
    names: ["datasets", "dataset"],
    keys,
    field(key, aggregate) {
      const found = keys.find((k) => k === key);
      if (found === undefined || aggregate !== null) return null;
      return { type: "text", ops: listOps, where: (test) => runReads(ws, found, (column) => compare(column, test)) };
    },
  };
}
