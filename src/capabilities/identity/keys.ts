import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { ParsedOf } from "../../kernel/contract/operation.ts";
import { getProject } from "../projects/contract.ts";
import type { createKey, Key } from "./contract/keys.ts";
import { digestOf, newKey } from "./domain/secrets.ts";
import { countActiveKeys, insertKey, markKeyRevoked, readKey } from "./store/keys.ts";

const dayMs = 86_400_000;
const mostPerOwner = 200;

/** Makes a key for an owner; the plain text leaves this function once and is not kept. */
export async function issueKey(
  ctx: Ctx,
  owner: { kind: "user" | "service"; id: string },
  settings: ParsedOf<typeof createKey>,
): Promise<Key & { key: string }> {
  if ((await countActiveKeys(ctx.tx, ctx.workspaceId, owner.id)) >= mostPerOwner)
    throw refuse("conflict", `There are ${mostPerOwner} active keys already.`, "Revoke keys that are not used any more.");
  if (settings.defaultProjectId !== undefined) await ctx.call(getProject, { projectId: settings.defaultProjectId });
  const id = ctx.newId();
  const key = newKey();
  await insertKey(ctx.tx, ctx.workspaceId, {
    id,
    digest: digestOf(key),
    name: settings.name,
    prefix: key.slice(0, 8),
    ownerKind: owner.kind,
    ownerId: owner.id,
    scopes: settings.scopes ?? null,
    defaultProjectId: settings.defaultProjectId ?? null,
    expiresAt: settings.expiresInDays === undefined ? null : new Date(ctx.now().getTime() + settings.expiresInDays * dayMs),
  });
  const stored = await readKey(ctx.tx, ctx.workspaceId, id);
  if (!stored) throw new Error("the key just made is not there");
  ctx.audit({ after: { id, name: stored.name, prefix: stored.prefix, scopes: stored.scopes, expiresAt: stored.expiresAt } });
  ctx.emit("keys", id);
  return { key, ...stored };
}

/** Revokes a key; revoking twice changes nothing. */
export async function revoke(ctx: Ctx, key: Key): Promise<Key> {
  if (!(await markKeyRevoked(ctx.tx, ctx.workspaceId, key.id))) {
    ctx.unchanged();
    return key;
  }
  ctx.audit({ before: { name: key.name, state: key.state }, after: { state: "revoked" } });
  ctx.emit("keys", key.id);
  return { ...key, state: "revoked", revokedAt: ctx.now().toISOString() };
}
