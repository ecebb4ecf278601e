import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { EvaluationRecord } from "../contract/evaluation.ts";

type Fields = Record<string, JsonValue>;

interface RecordRow {
  id: string;
  position: number;
  input_hash: string;
  inputs: Fields;
  outputs: JsonValue;
  expectations: Fields | null;
  tags: Fields;
  source_type: string | null;
  source_data: Fields | null;
  created_at: Date;
  updated_at: Date;
  created_by: string | null;
  updated_by: string | null;
}

const columns = raw(`id, position, input_hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by`);

/** Records of a set by the hash of their inputs; the set's row is locked by the caller. */
export async function recordsByHash(tx: Tx, ws: string, evaluationId: string, hashes: readonly string[]): Promise<Map<string, EvaluationRecord>> {
  const rows = await tx.rows<RecordRow>(sql`
    select ${columns} from tracking.evaluation_records
    where workspace_id = ${ws} and evaluation_id = ${evaluationId} and input_hash = any(${[...hashes]}::text[])`);
  return new Map(rows.map((row) => [row.input_hash, toRecord(row)]));
}

/** Writes whole records by the hash of their inputs; of a record that was there the inputs, source and maker stay. */
export async function upsertRecords(tx: Tx, ws: string, evaluationId: string, records: readonly (EvaluationRecord & { hash: string })[]): Promise<void> {
  const json = (pick: (r: EvaluationRecord) => unknown): (string | null)[] =>
    records.map((r) => {
      const value = pick(r);
      return value === null || value === undefined ? null : JSON.stringify(value);
    });
  await tx.run(sql`
    insert into tracking.evaluation_records (workspace_id, id, evaluation_id, input_hash, inputs, outputs, expectations, tags, source_type, source_data,
      created_at, updated_at, created_by, updated_by)
    select ${ws}, id, ${evaluationId}, hash, inputs::json, outputs::json, expectations::json, coalesce(tags, '{}')::json, source_type, source_data::json,
      created_at, updated_at, created_by, updated_by
    from unnest(${records.map((r) => r.id)}::uuid[], ${records.map((r) => r.hash)}::text[], ${json((r) => r.inputs)}::text[], ${json((r) => r.outputs)}::text[],
      ${json((r) => r.expectations)}::text[], ${json((r) => r.tags)}::text[], ${records.map((r) => r.source?.type ?? null)}::text[],
      ${json((r) => r.source?.data)}::text[], ${records.map((r) => r.createdAt)}::timestamptz[], ${records.map((r) => r.updatedAt)}::timestamptz[],
      ${records.map((r) => r.createdBy)}::text[], ${records.map((r) => r.updatedBy)}::text[])
      as i(id, hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by)
    on conflict (workspace_id, evaluation_id, input_hash) do update set outputs = excluded.outputs, expectations = excluded.expectations,
      tags = excluded.tags, updated_at = excluded.updated_at, updated_by = excluded.updated_by`);
}

/** In the order they were first sent. */
export async function selectRecords(
  tx: Tx,
  ws: string,
  evaluationId: string,
  f: { limit: number; cursor?: string | undefined },
): Promise<{ items: EvaluationRecord[]; nextCursor: string | null }> {
  const where = [sql`workspace_id = ${ws}`, sql`evaluation_id = ${evaluationId}`];
  const key = decodeCursor(f.cursor, 1);
  if (key) where.push(sql`position > ${key[0]}::bigint`);
  const rows = await tx.rows<RecordRow>(sql`
    select ${columns} from tracking.evaluation_records where ${and(where)} order by position limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.position]);
  return { items: cut.items.map(toRecord), nextCursor: cut.nextCursor };
}

export async function removeRecords(tx: Tx, ws: string, evaluationId: string, ids: readonly string[]): Promise<number> {
  return await tx.run(sql`
    delete from tracking.evaluation_records where workspace_id = ${ws} and evaluation_id = ${evaluationId} and id = any(${[...ids]}::uuid[])`);
}

function toRecord(row: RecordRow): EvaluationRecord {
  return {
    id: row.id,
    inputs: row.inputs,
    outputs: row.outputs,
    expectations: row.expectations,
    tags: row.tags,
    source: row.source_type === null ? null : { type: row.source_type as "HUMAN", data: row.source_data ?? {} },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  };
}
