import { sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Tx } from "../../../kernel/ports.ts";

export interface NewEvent {
  id: string;
  event: string;
  projectId: string;
  payload: JsonValue;
}

export async function insertEvent(tx: Tx, ws: string, e: NewEvent): Promise<void> {
  await tx.run(sql`
    insert into registry.events (workspace_id, id, event, project_id, payload)
    values (${ws}, ${e.id}, ${e.event}, ${e.projectId}, ${JSON.stringify(e.payload)}::jsonb)`);
}

/** Forgets what was told long ago. */
export async function forgetEvents(tx: Tx, ws: string, days: number): Promise<number> {
  return await tx.run(sql`delete from registry.events where workspace_id = ${ws} and at < now() - make_interval(days => ${days}::int)`);
}
