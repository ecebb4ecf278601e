import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export async function insertLink(tx: Tx, link: { id: string; digest: Buffer; userId: string | null; expiresAt: Date }): Promise<void> {
  await tx.run(sql`
    insert into identity.sign_in_links (id, digest, user_id, expires_at) values (${link.id}, ${link.digest}, ${link.userId}, ${link.expiresAt})`);
}

/** Uses the link up; null when it was used, is too old or never was. */
export async function takeLink(tx: Tx, digest: Buffer): Promise<{ user_id: string | null } | null> {
  return await tx.first<{ user_id: string | null }>(sql`
    update identity.sign_in_links set used_at = now() where digest = ${digest} and used_at is null and expires_at > now() returning user_id`);
}

/** Links that would make a first administrator end when there is one; others when they are old. */
export async function clearLinks(tx: Tx): Promise<void> {
  await tx.run(sql`delete from identity.sign_in_links where user_id is null or expires_at < now() - interval '7 days'`);
}
