import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import { manifestFolder } from "../contract/artifact-versions.ts";

/** Copies rows of files that an earlier version of the project holds; the bytes are the same object. */
export async function copyFiles(
  tx: Tx,
  ws: string,
  to: { versionId: string; projectId: string },
  files: readonly { path: string; fromVersionId: string }[],
): Promise<void> {
  await tx.run(sql`
    insert into tracking.artifacts (workspace_id, owner_id, path, object_key, size_bytes, sha256, media_type)
    select ${ws}::uuid, ${to.versionId}::uuid, a.path, a.object_key, a.size_bytes, a.sha256, a.media_type
    from unnest(${files.map((f) => f.path)}::text[], ${files.map((f) => f.fromVersionId)}::uuid[]) as i(path, owner_id)
    join tracking.artifacts a on a.owner_id = i.owner_id and a.path = i.path
    join tracking.artifact_versions v on v.workspace_id = a.workspace_id and v.id = a.owner_id
    join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id
    where a.workspace_id = ${ws} and c.project_id = ${to.projectId} on conflict (workspace_id, owner_id, path) do nothing`);
}

/** Of these paths, the first whose bytes are not there. */
export async function missingFile(tx: Tx, ws: string, versionId: string, paths: readonly string[]): Promise<string | null> {
  const row = await tx.first<{ path: string }>(sql`
    select i.path from unnest(${[...paths]}::text[]) as i(path)
    where not exists (select from tracking.artifacts a where a.workspace_id = ${ws} and a.owner_id = ${versionId} and a.path = i.path) limit 1`);
  return row?.path ?? null;
}

export async function insertReferences(
  tx: Tx,
  ws: string,
  versionId: string,
  refs: readonly { path: string; uri: string; sizeBytes: number }[],
): Promise<void> {
  await tx.run(sql`
    insert into tracking.artifact_references (workspace_id, version_id, path, uri, size_bytes)
    select ${ws}::uuid, ${versionId}::uuid, path, uri, size_bytes
    from unnest(${refs.map((r) => r.path)}::text[], ${refs.map((r) => r.uri)}::text[], ${refs.map((r) => r.sizeBytes)}::bigint[]) as i(path, uri, size_bytes)
    on conflict (workspace_id, version_id, path) do nothing`);
}

export interface VersionFile {
  path: string;
  sizeBytes: number;
  mediaType: string | null;
  sha256: string | null;
  uri: string | null;
}

export async function selectVersionFiles(
  tx: Tx,
  ws: string,
  versionId: string,
  f: { prefix: string; limit: number; cursor?: string | undefined },
): Promise<{ items: VersionFile[]; nextCursor: string | null }> {
  const where = [sql`starts_with(path, ${f.prefix})`, sql`not starts_with(path, ${manifestFolder})`];
  const key = decodeCursor(f.cursor, 1);
  if (key) where.push(sql`path > ${key[0]}`);
  const rows = await tx.rows<VersionFile>(sql`
    select path, size_bytes as "sizeBytes", media_type as "mediaType", sha256, null::text as uri from tracking.artifacts
      where workspace_id = ${ws} and owner_id = ${versionId} and ${and(where)}
    union all
    select path, size_bytes as "sizeBytes", null, null, uri from tracking.artifact_references
      where workspace_id = ${ws} and version_id = ${versionId} and ${and(where)}
    order by path limit ${f.limit + 1}`);
  return page(rows, f.limit, (row) => [row.path]);
}
