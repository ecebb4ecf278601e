import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export async function aliasTarget(tx: Tx, ws: string, modelId: string, alias: string): Promise<number | null> {
  const row = await tx.first<{ version: number }>(sql`
    select version from registry.aliases where workspace_id = ${ws} and model_id = ${modelId} and alias = ${alias}`);
  return row?.version ?? null;
}

export async function pointAlias(tx: Tx, ws: string, modelId: string, alias: string, version: number): Promise<void> {
  await tx.run(sql`
    insert into registry.aliases (workspace_id, model_id, alias, version) values (${ws}, ${modelId}, ${alias}, ${version})
    on conflict (workspace_id, model_id, alias) do update set version = excluded.version, set_at = now()`);
}

export async function dropAlias(tx: Tx, ws: string, modelId: string, alias: string): Promise<boolean> {
  return (await tx.run(sql`delete from registry.aliases where workspace_id = ${ws} and model_id = ${modelId} and alias = ${alias}`)) === 1;
}

/** Takes all aliases of a version away and says which they were. */
export async function dropAliasesOf(tx: Tx, ws: string, modelId: string, version: number): Promise<string[]> {
  const rows = await tx.rows<{ alias: string }>(sql`
    delete from registry.aliases where workspace_id = ${ws} and model_id = ${modelId} and version = ${version} returning alias`);
  return rows.map((row) => row.alias);
}
