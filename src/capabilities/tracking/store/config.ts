import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export async function upsertConfig(tx: Tx, ws: string, runId: string, document: string): Promise<void> {
  await tx.run(sql`
    insert into tracking.run_configs (workspace_id, run_id, document) values (${ws}, ${runId}, ${document})
    on conflict (workspace_id, run_id) do update set document = excluded.document, updated_at = now()`);
}

export async function selectConfig(tx: Tx, ws: string, runId: string): Promise<string | null> {
  const row = await tx.first<{ document: string }>(sql`
    select document from tracking.run_configs where workspace_id = ${ws} and run_id = ${runId}`);
  return row?.document ?? null;
}
