import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

/** Removes a file, or everything below a folder, from an owner's artifacts; answers how many files. */
export async function removeArtifacts(tx: Tx, ws: string, ownerId: string, path: string): Promise<number> {
  return await tx.run(sql`
    delete from tracking.artifacts
    where workspace_id = ${ws} and owner_id = ${ownerId} and (path = ${path} or starts_with(path, ${`${path}/`}))`);
}
