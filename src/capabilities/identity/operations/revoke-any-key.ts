import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { revokeAnyKey } from "../contract/keys.ts";
import { revoke } from "../keys.ts";
import { readKey } from "../store/keys.ts";

export default implement(revokeAnyKey, async (ctx, { keyId }) => {
  const key = await readKey(ctx.tx, ctx.workspaceId, keyId);
  if (!key) throw refuse("not_found", `There is no key ${keyId} here.`, "List them with `keys list-all`.");
  return await revoke(ctx, key);
});
