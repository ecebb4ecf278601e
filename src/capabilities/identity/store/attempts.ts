import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

/** Counts an attempt in its window and answers the count, this one included. */
export async function countAttempt(tx: Tx, digest: Buffer, windowStart: Date): Promise<number> {
  const row = await tx.first<{ count: number }>(sql`
    insert into identity.attempts as a (digest, window_start, count) values (${digest}, ${windowStart}, 1)
    on conflict (digest, window_start) do update set count = a.count + 1 returning count`);
  return row?.count ?? 1;
}

export async function forgetAttempts(tx: Tx, digests: readonly Buffer[]): Promise<void> {
  await tx.run(sql`delete from identity.attempts where digest = any (${digests}::bytea[])`);
}

export async function clearAttempts(tx: Tx, before: Date): Promise<void> {
  await tx.run(sql`delete from identity.attempts where window_start < ${before}`);
}
