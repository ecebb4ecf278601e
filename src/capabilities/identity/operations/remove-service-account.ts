import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { removeAllGrants } from "../../projects/contract.ts";
import { removeServiceAccount } from "../contract/service-accounts.ts";
import { revokeKeysOf } from "../store/keys.ts";
import { markServiceAccountRemoved, readServiceAccount } from "../store/service-accounts.ts";

export default implement(removeServiceAccount, async (ctx, { serviceAccountId }) => {
  const account = await readServiceAccount(ctx.tx, ctx.workspaceId, serviceAccountId);
  if (!account) throw refuse("not_found", `There is no service account ${serviceAccountId} here.`, "List them with `service-accounts list`.");
  await ctx.call(removeAllGrants, { memberId: serviceAccountId });
  const keys = await revokeKeysOf(ctx.tx, ctx.workspaceId, serviceAccountId);
  await markServiceAccountRemoved(ctx.tx, ctx.workspaceId, serviceAccountId);
  ctx.audit({ before: { name: account.name, role: account.role }, after: { keysRevoked: keys.length } });
  for (const id of keys) ctx.emit("keys", id);
  ctx.emit("serviceAccounts", serviceAccountId);
  ctx.emit("members", serviceAccountId);
  return { id: serviceAccountId, keysRevoked: keys.length };
});
