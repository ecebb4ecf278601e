import { raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Assessment } from "../contract/assessments.ts";

interface AssessmentRow {
  trace_id: string;
  id: string;
  kind: Assessment["kind"];
  name: string;
  value: JsonValue;
  error: Assessment["error"];
  source_type: Assessment["source"]["type"];
  source_id: string | null;
  span_id: string | null;
  rationale: string | null;
  metadata: Record<string, string>;
  overrides: string | null;
  valid: boolean;
  created_at: Date;
  updated_at: Date;
}

const columns = raw(`trace_id, id, kind, name, value, error, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at`);

/** `figure` is the value as a number for aggregates, `numeric` whether it is one. */
export interface NewAssessmentRow {
  assessment: Assessment;
  figure: number | null;
  numeric: boolean;
}

/** Adds assessments; one of the same id is replaced. Ids are distinct per trace. */
export async function upsertAssessments(tx: Tx, ws: string, rows: readonly NewAssessmentRow[]): Promise<void> {
  const given = rows.map(({ assessment: a, figure, numeric }) => ({
    ...a,
    trace_id: a.traceId,
    source_type: a.source.type,
    source_id: a.source.id,
    span_id: a.spanId,
    created_at: a.createdAt,
    updated_at: a.updatedAt,
    figure,
    numeric,
  }));
  await tx.run(sql`
    insert into tracking.assessments (workspace_id, ${columns}, figure, numeric)
    select ${ws}, trace_id, id, kind, name, coalesce(value, 'null'::json), nullif(error, 'null'), source_type, source_id, span_id, rationale, metadata, overrides, valid,
      created_at, updated_at, figure, numeric
    from json_to_recordset(${JSON.stringify(given)}::json) as g(trace_id text, id text, kind text, name text, value json, error jsonb, source_type text,
      source_id text, span_id text, rationale text, metadata jsonb, overrides text, valid boolean, created_at timestamptz, updated_at timestamptz,
      figure float8, numeric boolean)
    on conflict (workspace_id, trace_id, id) do update set
      kind = excluded.kind, name = excluded.name, value = excluded.value, error = excluded.error, source_type = excluded.source_type,
      source_id = excluded.source_id, span_id = excluded.span_id, rationale = excluded.rationale, metadata = excluded.metadata,
      overrides = excluded.overrides, valid = excluded.valid, updated_at = excluded.updated_at, figure = excluded.figure, numeric = excluded.numeric`);
}

export async function findAssessment(tx: Tx, ws: string, traceId: string, id: string): Promise<Assessment | null> {
  const row = await tx.first<AssessmentRow>(sql`
    select ${columns} from tracking.assessments where workspace_id = ${ws} and trace_id = ${traceId} and id = ${id}`);
  return row && toAssessment(row);
}

/** In order of creation, by trace. */
export async function selectAssessmentsOf(tx: Tx, ws: string, traceIds: readonly string[]): Promise<Map<string, Assessment[]>> {
  const out = new Map<string, Assessment[]>();
  if (traceIds.length === 0) return out;
  const rows = await tx.rows<AssessmentRow>(sql`
    select ${columns} from tracking.assessments where workspace_id = ${ws} and trace_id = any(${[...traceIds]}::text[]) order by created_at, id`);
  for (const row of rows) out.set(row.trace_id, [...(out.get(row.trace_id) ?? []), toAssessment(row)]);
  return out;
}

/** True when there was such an assessment. */
export async function setValid(tx: Tx, ws: string, traceId: string, id: string, valid: boolean): Promise<boolean> {
  return (await tx.run(sql`update tracking.assessments set valid = ${valid} where workspace_id = ${ws} and trace_id = ${traceId} and id = ${id}`)) === 1;
}

export async function removeAssessment(tx: Tx, ws: string, traceId: string, id: string): Promise<void> {
  await tx.run(sql`delete from tracking.assessments where workspace_id = ${ws} and trace_id = ${traceId} and id = ${id}`);
}

function toAssessment(row: AssessmentRow): Assessment {
  return {
    id: row.id,
    traceId: row.trace_id,
    kind: row.kind,
    name: row.name,
    value: row.value,
    error: row.error,
    source: { type: row.source_type, id: row.source_id },
    spanId: row.span_id,
    rationale: row.rationale,
    metadata: row.metadata,
    overrides: row.overrides,
    valid: row.valid,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
