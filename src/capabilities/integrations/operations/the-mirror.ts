import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { getSecret } from "../../identity/contract/secrets.ts";
import type { Mirror } from "../contract/mirrors.ts";
import { mirrorSecret } from "../mirrors.ts";
import { readMirror, type StoredMirror } from "../store/mirrors.ts";

/** @throws Refusal `not_found` */
export async function storedMirror(ctx: Ctx, id: string): Promise<StoredMirror> {
  const mirror = await readMirror(ctx.tx, ctx.workspaceId, id);
  if (!mirror) throw refuse("not_found", `There is no mirror ${id} here.`, "List them with `mirrors list`.");
  return mirror;
}

/** Without what only the sender knows. */
export function shown({ sentTx: _sent, sendingTx: _sending, failures: _failures, ...mirror }: StoredMirror): Mirror {
  return mirror;
}

export function taken(name: string): Error {
  return refuse("conflict", `The project has a mirror ${name} already.`, "Choose another name.");
}

/**
 * Where the token comes from: one of its own, or a named secret of the workspace, which only who may see secrets may name.
 * @throws Refusal `invalid_input` when both are given
 */
export async function secretFor(
  ctx: Ctx,
  mirror: { id: string; name: string },
  token: string | undefined,
  secretName: string | undefined,
): Promise<string | null> {
  if (token !== undefined && secretName !== undefined)
    throw refuse("invalid_input", "token and secretName are both given.", "Give one of them.", {
      fields: [{ path: "secretName", message: "not together with token" }],
    });
  if (secretName !== undefined) {
    const secret = await ctx.call(getSecret, { name: secretName });
    if (secret.managedBy !== null) throw refuse("conflict", `Secret ${secretName} belongs to ${secret.managedBy}.`, "Name a secret that was set by itself.");
    await ctx.services.secrets.remove(ctx.tx, ctx.workspaceId, mirrorSecret(mirror.id));
    return secretName;
  }
  if (token === undefined) return null;
  const name = mirrorSecret(mirror.id);
  const keeper = { managedBy: `mirror ${mirror.id}`, by: ctx.actor.name, description: `Token of mirror ${mirror.name}` };
  await ctx.services.secrets.set(ctx.tx, ctx.workspaceId, { name, value: token, ...keeper });
  return name;
}
