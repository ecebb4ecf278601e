import { refuse } from "../kernel/contract/errors.ts";
import type { JsonValue } from "../kernel/contract/common.ts";
import type { IdempotencyStore } from "../kernel/ports.ts";
import { sql } from "./sql.ts";

/** Answers of POSTs by key, kept in the caller's transaction; two racing callers wait on the unique key. */
export const idempotency: IdempotencyStore = {
  async claim(tx, ws, actorId, operation, key, digest) {
    const fresh = await tx.run(sql`
      insert into core.idempotency (workspace_id, actor_id, operation, key, digest)
      values (${ws}, ${actorId}, ${operation}, ${key}, ${digest}) on conflict do nothing`);
    if (fresh === 1) return null;
    const before = await tx.first<{ digest: string; answer: JsonValue | null }>(sql`
      select digest, answer from core.idempotency
      where workspace_id = ${ws} and actor_id = ${actorId} and operation = ${operation} and key = ${key}`);
    if (before?.digest !== digest)
      throw refuse("conflict", `Idempotency-Key ${key} was used for another input of ${operation}.`, "Send a new key with a new input.");
    return before.answer;
  },
  async complete(tx, ws, actorId, operation, key, answer) {
    await tx.run(sql`
      update core.idempotency set answer = ${JSON.stringify(answer)}::jsonb
      where workspace_id = ${ws} and actor_id = ${actorId} and operation = ${operation} and key = ${key}`);
  },
};
