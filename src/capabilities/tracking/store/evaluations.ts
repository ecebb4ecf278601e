import { raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Evaluation } from "../contract/evaluation.ts";

export interface EvaluationRow {
  id: string;
  project_id: string;
  name: string;
  tags: Record<string, string>;
  schema: Evaluation["schema"];
  record_count: number;
  digest: string;
  created_at: Date;
  updated_at: Date;
  created_by: string | null;
  updated_by: string | null;
}

export const evaluationColumns = raw(`s.id, s.project_id, s.name, s.tags, s.schema, s.record_count, s.digest, s.created_at, s.updated_at,
  s.created_by, s.updated_by`);

export async function insertEvaluation(
  tx: Tx,
  ws: string,
  s: { id: string; projectId: string; name: string; tags: Record<string, string>; digest: string; at: Date; createdBy: string | null },
): Promise<void> {
  await tx.run(sql`
    insert into tracking.evaluations (workspace_id, id, project_id, name, tags, digest, created_at, updated_at, created_by, updated_by)
    values (${ws}, ${s.id}, ${s.projectId}, ${s.name}, ${JSON.stringify(s.tags)}::jsonb, ${s.digest}, ${s.at}, ${s.at}, ${s.createdBy}, ${s.createdBy})`);
}

export async function findEvaluation(tx: Tx, ws: string, id: string): Promise<Evaluation | null> {
  const row = await tx.first<EvaluationRow>(sql`
    select ${evaluationColumns} from tracking.evaluations s where s.workspace_id = ${ws} and s.id = ${id}::uuid`);
  return row && toEvaluation(row);
}

/** As it stands, locked until the transaction ends: its schema, count and digest follow its records. */
export async function lockEvaluation(tx: Tx, ws: string, id: string): Promise<Evaluation | null> {
  const row = await tx.first<EvaluationRow>(sql`
    select ${evaluationColumns} from tracking.evaluations s where s.workspace_id = ${ws} and s.id = ${id}::uuid for no key update`);
  return row && toEvaluation(row);
}

/** Its records and its places in experiments go with it. */
export async function removeEvaluation(tx: Tx, ws: string, id: string): Promise<boolean> {
  return (await tx.run(sql`delete from tracking.evaluations where workspace_id = ${ws} and id = ${id}`)) === 1;
}

export async function setEvaluationLabels(tx: Tx, ws: string, id: string, tags: Record<string, string>): Promise<void> {
  await tx.run(sql`update tracking.evaluations set tags = ${JSON.stringify(tags)}::jsonb where workspace_id = ${ws} and id = ${id}`);
}

/** After its records changed; `updatedBy` null leaves who changed it last. */
export async function touchEvaluation(
  tx: Tx,
  ws: string,
  id: string,
  change: { schema: Evaluation["schema"]; digest: string; at: Date; updatedBy: string | null },
): Promise<void> {
  await tx.run(sql`
    update tracking.evaluations s set schema = ${change.schema === null ? null : JSON.stringify(change.schema)}::json, digest = ${change.digest},
      updated_at = ${change.at}, updated_by = coalesce(${change.updatedBy}, s.updated_by),
      record_count = (select count(*) from tracking.evaluation_records r where r.workspace_id = s.workspace_id and r.evaluation_id = s.id)
    where s.workspace_id = ${ws} and s.id = ${id}`);
}

export async function experimentsOfEvaluation(tx: Tx, ws: string, id: string): Promise<{ id: string; number: number }[]> {
  return await tx.rows(sql`
    select e.id, e.number from tracking.evaluation_experiments l join tracking.experiments e on e.workspace_id = l.workspace_id and e.id = l.experiment_id
    where l.workspace_id = ${ws} and l.evaluation_id = ${id} order by l.added_at, e.number`);
}

/** Of these experiments, those that are here. */
export async function knownExperiments(tx: Tx, ws: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(sql`select id from tracking.experiments where workspace_id = ${ws} and id = any(${[...ids]}::uuid[])`);
  return new Set(rows.map((r) => r.id));
}

export async function putIntoExperiments(tx: Tx, ws: string, id: string, experimentIds: readonly string[]): Promise<number> {
  return await tx.run(sql`
    insert into tracking.evaluation_experiments (workspace_id, evaluation_id, experiment_id)
    select ${ws}, ${id}, e from unnest(${[...experimentIds]}::uuid[]) e on conflict do nothing`);
}

export async function takeOutOfExperiments(tx: Tx, ws: string, id: string, experimentIds: readonly string[]): Promise<number> {
  return await tx.run(sql`
    delete from tracking.evaluation_experiments
    where workspace_id = ${ws} and evaluation_id = ${id} and experiment_id = any(${[...experimentIds]}::uuid[])`);
}

export function toEvaluation(row: EvaluationRow): Evaluation {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    tags: row.tags,
    schema: row.schema,
    recordCount: row.record_count,
    digest: row.digest,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  };
}
