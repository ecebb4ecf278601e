import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Profile } from "../contract/profile.ts";

/** The profile made of a version for this target; null before there is one. */
export async function profileOf(tx: Tx, ws: string, datasetId: string, version: number, target: string | null): Promise<Profile | null> {
  const row = await tx.first<{ profile: Profile }>(sql`select profile from datasets.profiles
    where workspace_id = ${ws} and dataset_id = ${datasetId} and version = ${version} and target = ${target ?? ""}`);
  return row?.profile ?? null;
}

/** Keeps the first profile of a version and target; a second one is the same and dropped. */
export async function keepProfile(tx: Tx, ws: string, datasetId: string, version: number, target: string | null, profile: Profile): Promise<void> {
  await tx.run(sql`insert into datasets.profiles (workspace_id, dataset_id, version, target, score, profile)
    values (${ws}, ${datasetId}, ${version}, ${target ?? ""}, ${profile.quality.score}, ${JSON.stringify(profile)}::jsonb)
    on conflict (workspace_id, dataset_id, version, target) do nothing`);
}
