import { compare, labelOps, listOps, numberOps, textField, type Field, type FieldTable, type Test } from "../../../db/filter/fields.ts";
import type { Clause, Operator } from "../../../db/filter/grammar.ts";
import { raw, sql, type Raw } from "../../../db/sql.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Statement } from "../../../kernel/ports.ts";

const listPatternOps: readonly Operator[] = [...listOps, "RLIKE"];
const labelPatternOps: readonly Operator[] = [...labelOps, "RLIKE"];

/** Whole numbers are compared as such, so that an index on the column serves the comparison. */
function wholeField(column: Raw | Statement, nullable: boolean): Field {
  return {
    type: "number",
    ops: numberOps,
    where: (test) => (Number.isSafeInteger(test.value) ? compare(column, { op: test.op, value: String(test.value) }) : compare(sql`${column}::float8`, test)),
    order: () => ({ value: column, type: "int8", nullable }),
  };
}

const runKey = "mlflow.sourceRun";

/** Written in the run, or linked to it later. */
export function ofRun(ws: string, runId: string): Statement {
  const hex = runId.replaceAll("-", "").toLowerCase();
  const uuid = /^[0-9a-f]{32}$/.test(hex) ? hex : null;
  return sql`(t.metadata ->> 'mlflow.sourceRun' = any(${[runId, hex]}::text[])
    or t.id in (select l.trace_id from tracking.trace_runs l where l.workspace_id = ${ws} and l.run_id = ${uuid}::uuid))`;
}

function runField(ws: string): Field {
  const column = raw("(t.metadata ->> 'mlflow.sourceRun')");
  const any = (values: readonly string[]): Statement => values.map((v) => ofRun(ws, v)).reduce((all, next) => sql`${all} or ${next}`);
  return {
    type: "text",
    ops: [...listOps, "IS NULL", "IS NOT NULL", "RLIKE"],
    where: (test) => (test.op === "=" || test.op === "IN" ? sql`(${any([test.value ?? []].flat().map(String))})` : compare(column, test)),
    order: () => ({ value: column, type: "text", nullable: true }),
  };
}

function promptField(ws: string): Field {
  return {
    type: "text",
    ops: ["="],
    where: ({ value }) => {
      const [name = "", version = "", ...rest] = String(value).split("/");
      if (name === "" || version === "" || rest.length > 0)
        throw refuse("invalid_input", `Invalid prompts filter value '${String(value)}'.`, 'Expected format: prompt = "name/version".', {
          fields: [{ path: "filter", message: "a prompt is named name/version" }],
        });
      return sql`exists (select from tracking.trace_prompts p where p.workspace_id = ${ws} and p.trace_id = t.id and p.name = ${name} and p.version = ${version})`;
    },
  };
}

/** Values of a jsonb column of labels. */
function labelField(column: "tags" | "metadata", key: string): Field {
  return textField(sql`(t.${raw(column)} ->> ${key})`, { ops: labelPatternOps, nullable: true });
}

const attributeKeys = [
  "request_id",
  "timestamp",
  "timestamp_ms",
  "execution_time",
  "execution_time_ms",
  "end_time",
  "end_time_ms",
  "status",
  "client_request_id",
  "name",
  "run_id",
  "prompt",
  "text",
] as const;

function attribute(ws: string, key: string): Field | null {
  switch (key.toLowerCase()) {
    case "request_id":
    case "trace_id":
      return textField(raw("t.id"), { ops: listPatternOps });
    case "timestamp":
    case "timestamp_ms":
      return wholeField(raw("t.request_ms"), false);
    case "execution_time":
    case "execution_time_ms":
      return wholeField(raw("t.duration_ms"), true);
    case "end_time":
    case "end_time_ms":
      return wholeField(raw("(t.request_ms + coalesce(t.duration_ms, 0))"), false);
    case "status":
      return textField(raw("t.state"), { ops: listPatternOps, values: ["OK", "ERROR", "IN_PROGRESS"] });
    case "client_request_id":
      return textField(raw("t.client_request_id"), { ops: listPatternOps, nullable: true });
    case "name":
      return textField(raw("t.name"), { ops: [...listPatternOps, "IS NULL", "IS NOT NULL"], nullable: true });
    case "experiment_id":
      return { type: "text", ops: [], where: () => sql`true`, order: () => ({ value: numberOfExperiment, type: "int8", nullable: false }) };
    case "run_id":
      return runField(ws);
    case "prompt":
      return promptField(ws);
    default:
      return null;
  }
}

/** An assessment of the trace itself, or of its whole session. */
function assessed(ws: string, kind: "feedback" | "expectation" | "issue", name: string, holds: Statement): Statement {
  return sql`exists (select from tracking.assessments a where a.workspace_id = ${ws} and a.kind = ${kind} and a.name = ${name} and a.valid and ${holds}
    and (a.trace_id = t.id or (a.metadata ? 'mlflow.trace.session' and t.session_id is not null and exists (
      select from tracking.traces o where o.workspace_id = ${ws} and o.id = a.trace_id and o.session_id = t.session_id and o.experiment_id = t.experiment_id))))`;
}

function assessmentField(ws: string, kind: "feedback" | "expectation", name: string, byNumber: boolean): Field {
  const given = (holds: Statement): Statement => assessed(ws, kind, name, holds);
  if (byNumber) return { type: "number", ops: numberOps, where: (test) => given(sql`a.numeric and ${compare(raw("a.figure"), test)}`) };
  return {
    type: "text",
    ops: labelPatternOps,
    where: (test) => {
      if (test.op === "IS NULL") return sql`not ${given(sql`true`)}`;
      return given(test.op === "IS NOT NULL" ? sql`true` : compare(raw("(a.value #>> '{}')"), test));
    },
  };
}

/** Of `t`. Looked up for the page alone: a join would have to be sorted with all traces. */
export const numberOfExperiment = raw("(select e.number from tracking.experiments e where e.workspace_id = t.workspace_id and e.id = t.experiment_id)");

/** What a clause on a trace may name; `clause` decides how an assessment's value is compared. */
export function traceFields(ws: string, clause: Pick<Clause, "value"> | null = null): FieldTable {
  const byNumber = clause?.value?.kind === "number";
  return {
    noun: "traces",
    attributes: { names: ["attributes", "attribute", "attr", "trace"], keys: attributeKeys, field: (key) => attribute(ws, key) },
    others: [
      { names: ["tags", "tag"], field: (key) => (key === "mlflow.traceName" ? attribute(ws, "name") : labelField("tags", key)) },
      { names: ["metadata", "request_metadata"], field: (key) => (key === runKey ? runField(ws) : labelField("metadata", key)) },
      { names: ["feedback"], field: (key) => assessmentField(ws, "feedback", key, byNumber) },
      { names: ["expectation"], field: (key) => assessmentField(ws, "expectation", key, byNumber) },
      { names: ["span"], keys: spanKeys, field: () => null },
      {
        names: ["issue"],
        keys: ["id"],
        field: (key) => (key === "id" ? { type: "text", ops: ["="], where: ({ value }: Test) => assessed(ws, "issue", String(value), sql`true`) } : null),
      },
    ],
  };
}

const spanKeys = ["name", "type", "status", "content", "attributes.<key>"] as const;

/** The same for clauses that one span of the trace must meet together; alias `s`. */
export const spanFields: FieldTable = {
  noun: "spans",
  attributes: { names: ["attributes", "attribute", "attr", "trace"], keys: ["text"], field: (key) => (key === "text" ? content : null) },
  others: [
    {
      names: ["span"],
      keys: spanKeys,
      field: (key) => {
        if (key === "name") return textField(raw("s.name"), { ops: listPatternOps });
        if (key === "type") return textField(raw("s.type"), { ops: listPatternOps });
        if (key === "status") return textField(raw("s.status"), { ops: listPatternOps });
        if (key === "content") return content;
        return /^attributes\../.test(key) ? textField(sql`(s.attributes ->> ${key.slice("attributes.".length)})`, { ops: listPatternOps }) : null;
      },
    },
  ],
};

const content: Field = textField(raw("(s.name || ' ' || s.attributes::text || ' ' || s.events::text)"), { ops: ["LIKE", "ILIKE"] });
