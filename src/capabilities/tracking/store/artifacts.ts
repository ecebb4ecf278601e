import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Artifact, FolderEntry } from "../contract/artifacts.ts";

interface ArtifactRow {
  path: string;
  object_key: string;
  size_bytes: number;
  sha256: string;
  media_type: string;
  created_at: Date;
}

export async function upsertArtifact(tx: Tx, ws: string, ownerId: string, a: Omit<Artifact, "createdAt">): Promise<Artifact> {
  const row = await tx.first<ArtifactRow>(sql`
    insert into tracking.artifacts (workspace_id, owner_id, path, object_key, size_bytes, sha256, media_type)
    values (${ws}, ${ownerId}, ${a.path}, ${a.key}, ${a.sizeBytes}, ${a.sha256}, ${a.mediaType})
    on conflict (workspace_id, owner_id, path) do update set object_key = excluded.object_key, size_bytes = excluded.size_bytes,
      sha256 = excluded.sha256, media_type = excluded.media_type, created_at = now()
    returning path, object_key, size_bytes, sha256, media_type, created_at`);
  if (!row) throw new Error("an upsert returns its row");
  return toArtifact(row);
}

export async function selectArtifacts(
  tx: Tx,
  ws: string,
  ownerId: string,
  f: { prefix: string; limit: number; cursor?: string | undefined },
): Promise<{ items: Artifact[]; nextCursor: string | null }> {
  const where = [sql`workspace_id = ${ws}`, sql`owner_id = ${ownerId}`, sql`starts_with(path, ${f.prefix})`];
  const key = decodeCursor(f.cursor, 1);
  if (key) where.push(sql`path > ${key[0]}`);
  const rows = await tx.rows<ArtifactRow>(sql`
    select path, object_key, size_bytes, sha256, media_type, created_at from tracking.artifacts
    where ${and(where)} order by path limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.path]);
  return { items: cut.items.map(toArtifact), nextCursor: cut.nextCursor };
}

interface EntryRow {
  path: string;
  folder: boolean;
  size_bytes: number | null;
  media_type: string | null;
}

/** What lies directly in a folder, files before folders of the same name. */
export async function selectFolder(
  tx: Tx,
  ws: string,
  ownerId: string,
  f: { path: string; limit: number; cursor?: string | undefined },
): Promise<{ items: FolderEntry[]; nextCursor: string | null }> {
  const prefix = f.path === "" ? "" : `${f.path}/`;
  const after = decodeCursor(f.cursor, 2);
  const beyond = after ? sql`where (path, folder) > (${after[0]}, ${after[1]}::boolean)` : sql``;
  const rows = await tx.rows<EntryRow>(sql`
    with below as (
      select ${prefix} || split_part(substr(path, length(${prefix}) + 1), '/', 1) as path,
        strpos(substr(path, length(${prefix}) + 1), '/') > 0 as folder, size_bytes, media_type
      from tracking.artifacts where workspace_id = ${ws} and owner_id = ${ownerId} and starts_with(path, ${prefix})
    ), entries as (
      select path, folder, case when not folder then min(size_bytes) end as size_bytes, case when not folder then min(media_type) end as media_type
      from below group by path, folder
    ) select path, folder, size_bytes, media_type from entries ${beyond} order by path, folder limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.path, row.folder]);
  return {
    items: cut.items.map(({ path, folder, size_bytes, media_type }) => ({ path, folder, sizeBytes: size_bytes, mediaType: media_type })),
    nextCursor: cut.nextCursor,
  };
}

export async function findArtifact(tx: Tx, ws: string, ownerId: string, path: string): Promise<Artifact | null> {
  const row = await tx.first<ArtifactRow>(sql`
    select path, object_key, size_bytes, sha256, media_type, created_at from tracking.artifacts
    where workspace_id = ${ws} and owner_id = ${ownerId} and path = ${path}`);
  return row && toArtifact(row);
}

function toArtifact(row: ArtifactRow): Artifact {
  return {
    path: row.path,
    key: row.object_key,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    mediaType: row.media_type,
    createdAt: row.created_at.toISOString(),
  };
}
