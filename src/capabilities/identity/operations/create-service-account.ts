import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createServiceAccount } from "../contract/service-accounts.ts";
import { insertServiceAccount, readServiceAccount } from "../store/service-accounts.ts";

export default implement(createServiceAccount, async (ctx, { name, role }) => {
  const id = ctx.newId();
  const ownerId = ctx.actor.ownerId ?? ctx.actor.id;
  if (!(await insertServiceAccount(ctx.tx, ctx.workspaceId, { id, name, role, ownerId })))
    throw refuse("conflict", `There is a service account ${name} already.`, "Choose another name.");
  const account = await readServiceAccount(ctx.tx, ctx.workspaceId, id);
  if (!account) throw new Error("the service account just made is not there");
  ctx.audit({ after: { id, name, role, ownerId } });
  ctx.emit("serviceAccounts", id);
  return account;
});
