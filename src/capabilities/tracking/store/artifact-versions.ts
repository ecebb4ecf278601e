import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { ArtifactVersion } from "../contract/artifact-versions.ts";

interface Row {
  id: string;
  collection_id: string;
  project_id: string;
  experiment_id: string;
  name: string;
  type: string;
  version: number | null;
  state: ArtifactVersion["state"];
  digest: string;
  description: string;
  metadata: string;
  aliases: string[];
  tags: string[];
  run_id: string | null;
  step: number | null;
  size_bytes: number;
  file_count: number;
  created_at: Date;
  updated_at: Date;
  sort_value?: string | number;
}

const columns = raw(`v.id, v.collection_id, c.project_id, c.experiment_id, c.name, c.type, v.version, v.state, v.digest, v.description, v.metadata, v.tags,
  v.run_id, v.step, v.size_bytes, v.file_count, v.created_at, v.updated_at,
  array(select a.alias from tracking.artifact_aliases a where a.workspace_id = v.workspace_id and a.version_id = v.id order by a.alias) as aliases`);
const from = raw("tracking.artifact_versions v join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id");

function toVersion(row: Row): ArtifactVersion {
  return {
    id: row.id,
    collectionId: row.collection_id,
    projectId: row.project_id,
    experimentId: row.experiment_id,
    name: row.name,
    type: row.type,
    version: row.version,
    state: row.state,
    digest: row.digest,
    description: row.description,
    metadata: row.metadata,
    aliases: row.aliases,
    tags: row.tags,
    runId: row.run_id,
    step: row.step,
    sizeBytes: row.size_bytes,
    fileCount: row.file_count,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export interface NewVersion {
  id: string;
  collectionId: string;
  digest: string;
  description: string;
  metadata: string;
  aliases: readonly string[];
  tags: readonly string[];
  runId: string | null;
  step: number | null;
  clientId: string | null;
}

export async function insertVersion(tx: Tx, ws: string, v: NewVersion): Promise<void> {
  await tx.run(sql`
    insert into tracking.artifact_versions (workspace_id, id, collection_id, state, digest, description, metadata, tags, pending_aliases, run_id, step, client_ids)
    values (${ws}, ${v.id}, ${v.collectionId}, 'pending', ${v.digest}, ${v.description}, ${v.metadata}, ${[...v.tags]}::text[], ${[...v.aliases]}::text[],
      ${v.runId}, ${v.step}, ${v.clientId === null ? [] : [v.clientId]}::text[])`);
}

export async function findVersion(tx: Tx, ws: string, id: string): Promise<ArtifactVersion | null> {
  const row = await tx.first<Row>(sql`select ${columns} from ${from} where v.workspace_id = ${ws} and v.id = ${id}::uuid`);
  return row && toVersion(row);
}

/** A committed version of the collection with the same content, else the pending one of the same client. */
export async function findSame(tx: Tx, ws: string, collectionId: string, digest: string, clientId: string | null): Promise<ArtifactVersion | null> {
  const row = await tx.first<Row>(sql`
    select ${columns} from ${from} where v.workspace_id = ${ws} and v.collection_id = ${collectionId} and v.digest = ${digest}
      and (v.state = 'committed' or (v.state = 'pending' and v.client_ids @> ${clientId === null ? [""] : [clientId]}::text[])) order by v.state, v.version desc limit 1`);
  return row && toVersion(row);
}

export async function findByAlias(tx: Tx, ws: string, experimentId: string, name: string, alias: string): Promise<ArtifactVersion | null> {
  const number = /^v(\d{1,9})$/.exec(alias)?.[1];
  const which =
    number === undefined
      ? sql`v.id = (select a.version_id from tracking.artifact_aliases a where a.workspace_id = ${ws} and a.collection_id = c.id and a.alias = ${alias})`
      : sql`v.version = ${Number(number)}`;
  const row = await tx.first<Row>(sql`
    select ${columns} from ${from} where v.workspace_id = ${ws} and c.experiment_id = ${experimentId} and c.name = ${name} and v.state = 'committed' and ${which}`);
  return row && toVersion(row);
}

export interface VersionFilter {
  collectionId?: string | undefined;
  experimentId?: string | undefined;
  runId?: string | undefined;
  relation: "made" | "used";
  clientId?: string | undefined;
  q?: string | undefined;
  sort: "createdAt" | "name";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

const sorts = { createdAt: "extract(epoch from v.created_at)::float8", name: "c.name" };

export async function selectVersions(tx: Tx, ws: string, f: VersionFilter): Promise<{ items: ArtifactVersion[]; nextCursor: string | null }> {
  const where = [sql`v.workspace_id = ${ws}`];
  where.push(
    f.clientId === undefined ? sql`v.state = 'committed'` : sql`v.client_ids @> ${[f.clientId]}::text[] and v.client_ids <> '{}' and v.state <> 'deleted'`,
  );
  if (f.collectionId !== undefined) where.push(sql`v.collection_id = ${f.collectionId}`);
  if (f.experimentId !== undefined) where.push(sql`c.experiment_id = ${f.experimentId}`);
  if (f.runId !== undefined && f.relation === "made") where.push(sql`v.run_id = ${f.runId}`);
  if (f.runId !== undefined && f.relation === "used")
    where.push(sql`exists (select from tracking.artifact_uses u where u.workspace_id = ${ws} and u.version_id = v.id and u.run_id = ${f.runId})`);
  if (f.q !== undefined) where.push(sql`c.name ilike ${containing(f.q)}`);
  const by = raw(sorts[f.sort]);
  const key = decodeCursor(f.cursor, 2);
  if (key) where.push(f.order === "asc" ? sql`(${by}, v.id) > (${key[0]}, ${key[1]}::uuid)` : sql`(${by}, v.id) < (${key[0]}, ${key[1]}::uuid)`);
  const direction = oneOf(f.order, ["asc", "desc"]);
  const rows = await tx.rows<Row>(sql`
    select ${columns}, ${by} as sort_value from ${from} where ${and(where)} order by ${by} ${direction}, v.id ${direction} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_value ?? "", row.id]);
  return { items: cut.items.map(toVersion), nextCursor: cut.nextCursor };
}

/** Numbers the version; the collection's row is locked, so that numbers have no gap and no twin. */
export async function numberVersion(tx: Tx, ws: string, v: ArtifactVersion, size: { sizeBytes: number; fileCount: number }): Promise<string[]> {
  await tx.run(sql`select from tracking.artifact_collections where workspace_id = ${ws} and id = ${v.collectionId} for update`);
  const row = await tx.first<{ pending_aliases: string[] }>(sql`
    update tracking.artifact_versions set state = 'committed', size_bytes = ${size.sizeBytes}, file_count = ${size.fileCount}, updated_at = now(),
      version = (select coalesce(max(o.version) + 1, 0) from tracking.artifact_versions o where o.workspace_id = ${ws} and o.collection_id = ${v.collectionId})
    where workspace_id = ${ws} and id = ${v.id} returning pending_aliases`);
  return row?.pending_aliases ?? [];
}

export async function moveAliases(tx: Tx, ws: string, v: { id: string; collectionId: string }, aliases: readonly string[]): Promise<void> {
  await tx.run(sql`
    insert into tracking.artifact_aliases (workspace_id, collection_id, alias, version_id)
    select ${ws}::uuid, ${v.collectionId}::uuid, alias, ${v.id}::uuid from unnest(${[...new Set(aliases)].toSorted()}::text[]) as i(alias)
    on conflict (workspace_id, collection_id, alias) do update set version_id = excluded.version_id, created_at = now()
      where artifact_aliases.version_id <> excluded.version_id`);
}

export async function removeAliases(tx: Tx, ws: string, versionId: string, aliases: readonly string[] | null): Promise<void> {
  const which = aliases === null ? sql`true` : sql`alias = any(${[...aliases]}::text[])`;
  await tx.run(sql`delete from tracking.artifact_aliases where workspace_id = ${ws} and version_id = ${versionId} and ${which}`);
}

/** The id of a further client that made the same content. */
export async function addClientId(tx: Tx, ws: string, versionId: string, clientId: string): Promise<void> {
  await tx.run(sql`
    update tracking.artifact_versions set client_ids = array_append(client_ids, ${clientId})
    where workspace_id = ${ws} and id = ${versionId} and not client_ids @> ${[clientId]}::text[]`);
}

export interface VersionChange {
  description?: string | undefined;
  metadata?: string | undefined;
  tags: readonly string[];
}

export async function changeVersion(tx: Tx, ws: string, id: string, c: VersionChange): Promise<void> {
  await tx.run(sql`
    update tracking.artifact_versions set description = coalesce(${c.description ?? null}, description), metadata = coalesce(${c.metadata ?? null}, metadata),
      tags = ${[...c.tags]}::text[], updated_at = now()
    where workspace_id = ${ws} and id = ${id}`);
}

export async function markDeleted(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update tracking.artifact_versions set state = 'deleted', updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

export async function insertUse(tx: Tx, ws: string, versionId: string, runId: string): Promise<boolean> {
  const count = await tx.run(sql`
    insert into tracking.artifact_uses (workspace_id, version_id, run_id) values (${ws}, ${versionId}, ${runId})
    on conflict (workspace_id, version_id, run_id) do nothing`);
  return count === 1;
}
