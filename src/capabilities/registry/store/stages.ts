import { and, containing, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Stage, StageChange } from "../contract/shapes.ts";

interface Change {
  version: number;
  from: Stage;
  to: Stage;
  cause: StageChange["cause"];
}

/** Carries moves out, one after the other, and writes them into the history. The model's lock is held. */
export async function applyMoves(
  tx: Tx,
  ws: string,
  modelId: string,
  moves: readonly Change[],
  why: { reason: string; by: { id: string; name: string } },
): Promise<void> {
  for (const move of moves) {
    await tx.run(sql`
      with change as (
        insert into registry.stage_changes (workspace_id, model_id, seq, version, from_stage, to_stage, cause, reason, by_id, by_name)
        select ${ws}, ${modelId}, coalesce(max(seq), 0) + 1, ${move.version}, ${move.from}, ${move.to}, ${move.cause}, ${why.reason}, ${why.by.id},
          ${why.by.name} from registry.stage_changes where workspace_id = ${ws} and model_id = ${modelId}
        returning seq)
      update registry.versions set stage = ${move.to}, stage_seq = change.seq, updated_at = now() from change
      where workspace_id = ${ws} and model_id = ${modelId} and version = ${move.version} and stage = ${move.from}`);
  }
}

/** The whole history of a model, oldest first, up to a time. */
export async function changesUntil(tx: Tx, ws: string, modelId: string, until: string | null): Promise<Change[]> {
  return await tx.rows<Change>(sql`
    select version, from_stage as "from", to_stage as "to", cause from registry.stage_changes
    where workspace_id = ${ws} and model_id = ${modelId} and (${until}::timestamptz is null or at <= ${until}::timestamptz) order by seq`);
}

interface HistoryFilter {
  modelId: string;
  q?: string | undefined;
  version?: number | undefined;
  stage?: Stage | undefined;
  order: "asc" | "desc";
  limit: number;
  afterSeq: number | null;
}

interface ChangeRow extends Change {
  seq: number;
  reason: string;
  by_id: string;
  by_name: string;
  at: Date;
}

export async function listChanges(tx: Tx, ws: string, f: HistoryFilter): Promise<(StageChange & { seq: number })[]> {
  const where: Statement[] = [sql`workspace_id = ${ws}`, sql`model_id = ${f.modelId}`];
  if (f.version !== undefined) where.push(sql`version = ${f.version}`);
  if (f.stage) where.push(sql`(from_stage = ${f.stage} or to_stage = ${f.stage})`);
  if (f.q) where.push(sql`concat_ws(' ', reason, by_name) ilike ${containing(f.q)}`);
  if (f.afterSeq !== null) where.push(f.order === "asc" ? sql`seq > ${f.afterSeq}` : sql`seq < ${f.afterSeq}`);
  const rows = await tx.rows<ChangeRow>(sql`
    select seq, version, from_stage as "from", to_stage as "to", cause, reason, by_id, by_name, at from registry.stage_changes
    where ${and(where)} order by seq ${raw(f.order === "asc" ? "asc" : "desc")} limit ${f.limit + 1}`);
  return rows.map(({ by_id, by_name, at, ...row }) => ({ ...row, by: { id: by_id, name: by_name }, at: at.toISOString() }));
}
