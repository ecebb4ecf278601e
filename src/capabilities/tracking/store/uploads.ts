import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export interface Upload {
  path: string;
  mediaType: string;
}

export interface Part {
  part: number;
  sizeBytes: number;
  sha256: string;
}

export async function insertUpload(tx: Tx, ws: string, u: Upload & { id: string; ownerId: string }): Promise<void> {
  await tx.run(sql`
    insert into tracking.uploads (workspace_id, id, owner_id, path, media_type) values (${ws}, ${u.id}, ${u.ownerId}, ${u.path}, ${u.mediaType})`);
}

/** Locked, so that an upload is not completed or dropped while a part is written into it. */
export async function lockUpload(tx: Tx, ws: string, ownerId: string, id: string): Promise<Upload | null> {
  return await tx.first<Upload>(sql`
    select path, media_type as "mediaType" from tracking.uploads where workspace_id = ${ws} and id = ${id} and owner_id = ${ownerId} and ended_at is null for update`);
}

export async function findUpload(tx: Tx, ws: string, ownerId: string, id: string): Promise<Upload | null> {
  return await tx.first<Upload>(sql`
    select path, media_type as "mediaType" from tracking.uploads where workspace_id = ${ws} and id = ${id} and owner_id = ${ownerId} and ended_at is null`);
}

export async function upsertPart(tx: Tx, ws: string, uploadId: string, p: Part): Promise<void> {
  await tx.run(sql`
    insert into tracking.upload_parts (workspace_id, upload_id, part, size_bytes, sha256) values (${ws}, ${uploadId}, ${p.part}, ${p.sizeBytes}, ${p.sha256})
    on conflict (workspace_id, upload_id, part) do update set size_bytes = excluded.size_bytes, sha256 = excluded.sha256`);
}

export async function selectParts(tx: Tx, ws: string, uploadId: string): Promise<Part[]> {
  return await tx.rows<Part>(sql`
    select part, size_bytes as "sizeBytes", sha256 from tracking.upload_parts where workspace_id = ${ws} and upload_id = ${uploadId} order by part`);
}

/** It is nobody's any more; its parts lie until they are swept. */
export async function endUpload(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update tracking.uploads set ended_at = now() where workspace_id = ${ws} and id = ${id}`);
}

/** Ends uploads begun longer ago than this, and names some that ended and may have parts. */
export async function endedUploads(tx: Tx, ws: string, olderThanS: number, limit: number): Promise<string[]> {
  await tx.run(sql`
    update tracking.uploads set ended_at = now()
    where workspace_id = ${ws} and ended_at is null and created_at < now() - make_interval(secs => ${olderThanS})`);
  const rows = await tx.rows<{ id: string }>(sql`
    select id from tracking.uploads where workspace_id = ${ws} and ended_at is not null order by ended_at limit ${limit}`);
  return rows.map((r) => r.id);
}

/** Their parts are gone. */
export async function forgetUploads(tx: Tx, ws: string, ids: readonly string[]): Promise<void> {
  await tx.run(sql`delete from tracking.uploads where workspace_id = ${ws} and id = any(${[...ids]}::uuid[]) and ended_at is not null`);
}

/** Of these uploads, those that still are. */
export async function liveUploads(tx: Tx, ws: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(sql`
    select id from tracking.uploads where workspace_id = ${ws} and id = any(${[...ids]}::uuid[]) and ended_at is null`);
  return new Set(rows.map((r) => r.id));
}
