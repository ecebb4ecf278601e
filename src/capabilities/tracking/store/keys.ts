import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import { headLength, type LabelKind } from "../domain/labels.ts";

export interface KeyFilter {
  projectId?: string | undefined;
  experimentIds?: readonly string[] | undefined;
  kind: "metric" | "param" | "tag";
  q?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Distinct keys that runs of these experiments have used. */
export async function selectKeys(tx: Tx, ws: string, f: KeyFilter): Promise<{ items: string[]; nextCursor: string | null }> {
  const where = [sql`k.workspace_id = ${ws}`, sql`k.kind = ${f.kind.charAt(0)}::"char"`];
  if (f.experimentIds) where.push(sql`k.experiment_id = any(${[...f.experimentIds]}::uuid[])`);
  if (f.projectId) where.push(sql`k.experiment_id in (select e.id from tracking.experiments e where e.workspace_id = ${ws} and e.project_id = ${f.projectId})`);
  if (f.q) where.push(sql`k.key ilike ${containing(f.q)}`);
  const after = decodeCursor(f.cursor, 1);
  if (after) where.push(sql`k.key > ${after[0]}`);
  const rows = await tx.rows<{ key: string }>(sql`
    select distinct k.key from tracking.run_keys k where ${and(where)} order by k.key limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.key]);
  return { items: cut.items.map((row) => row.key), nextCursor: cut.nextCursor };
}

/** Values that a parameter or a tag has had, beginning like the text; long ones are left out. */
export async function selectValues(tx: Tx, ws: string, kind: LabelKind, key: string, part: string): Promise<string[]> {
  const rows = await tx.rows<{ head: string }>(sql`
    select distinct l.head from tracking.run_labels l
    where l.workspace_id = ${ws} and l.kind = ${kind}::"char" and l.key = ${key} and starts_with(l.head, ${part}) and length(l.head) < ${headLength}
    order by l.head limit 50`);
  return rows.map((row) => row.head);
}
