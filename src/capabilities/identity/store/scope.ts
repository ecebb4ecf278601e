import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

/** Lets this transaction see the person's own memberships in every workspace. */
export async function asPerson(tx: Tx, userId: string): Promise<void> {
  await tx.run(sql`select set_config('lumina.person', ${userId}, true)`);
}

/** Lets this transaction see the key or invitation of this digest, whichever workspace it belongs to. */
export async function presenting(tx: Tx, digest: Buffer): Promise<void> {
  await tx.run(sql`select set_config('lumina.presented', ${digest.toString("hex")}, true)`);
}

/** Moves the transaction into a workspace. Only for ceremonies that begin before one is known. */
export async function enter(tx: Tx, workspaceId: string | null): Promise<void> {
  await tx.run(sql`select set_config('lumina.workspace', ${workspaceId ?? ""}, true)`);
}

/** Runs the body in another workspace, then comes back, so that the act is audited where it was asked. */
export async function inWorkspace<T>(tx: Tx, workspaceId: string, home: string | null, body: () => Promise<T>): Promise<T> {
  await enter(tx, workspaceId);
  const result = await body();
  await enter(tx, home);
  return result;
}
