import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export interface Due {
  workspaceId: string;
  id: string;
  lane: string;
}

interface DueRow {
  workspace_id: string;
  ref_id: string;
  lane: string;
}

/** Work of any workspace whose time has come, put off by a lease so that it comes again should this process end. */
export async function claimDue(
  tx: Tx,
  kind: "delivery" | "mirror",
  leaseS: number,
  most: { all: number; perLane: number; busyLanes: readonly string[] },
): Promise<Due[]> {
  const rows = await tx.rows<DueRow>(sql`
    update integrations.due d set due_at = now() + make_interval(secs => ${leaseS})
    from (
      select ref_id from (
        select ref_id, due_at, row_number() over (partition by lane order by due_at, ref_id) as place from integrations.due
        where kind = ${kind} and due_at <= now() and lane <> all(${[...most.busyLanes]}::uuid[])
      ) waiting where place <= ${most.perLane} order by due_at, ref_id limit ${most.all}
    ) next
    where d.kind = ${kind} and d.ref_id = next.ref_id and d.due_at <= now()
    returning d.workspace_id, d.ref_id, d.lane`);
  return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.ref_id, lane: row.lane }));
}

export async function putDue(tx: Tx, ws: string, kind: "delivery" | "mirror", id: string, lane: string, inS: number): Promise<void> {
  await tx.run(sql`
    insert into integrations.due (kind, ref_id, workspace_id, lane, due_at)
    values (${kind}, ${id}, ${ws}, ${lane}, now() + make_interval(secs => ${inS}))
    on conflict (kind, ref_id) do update set due_at = excluded.due_at`);
}

export async function dropDue(tx: Tx, kind: "delivery" | "mirror", id: string): Promise<void> {
  await tx.run(sql`delete from integrations.due where kind = ${kind} and ref_id = ${id}`);
}

export async function dropLane(tx: Tx, lane: string): Promise<void> {
  await tx.run(sql`delete from integrations.due where lane = ${lane}`);
}
