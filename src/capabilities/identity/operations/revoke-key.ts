import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { revokeKey } from "../contract/keys.ts";
import { revoke } from "../keys.ts";
import { needScope, openWorkspace } from "../self.ts";
import { readKey } from "../store/keys.ts";

export default implement(revokeKey, async (ctx, { keyId }) => {
  // A leaked limited key may always end itself.
  if (ctx.actor.keyId !== keyId) needScope(ctx, "key:self");
  const key = await readKey(ctx.tx, openWorkspace(ctx), keyId);
  if (!key || key.ownerId !== ctx.actor.id) throw refuse("not_found", `You have no key ${keyId} here.`, "List yours with `keys list`.");
  return await revoke(ctx, key);
});
