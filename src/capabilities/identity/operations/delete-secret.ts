import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteSecret } from "../contract/secrets.ts";
import { readSecret } from "../store/secrets.ts";

export default implement(deleteSecret, async (ctx, { name }) => {
  const meta = await readSecret(ctx.tx, ctx.workspaceId, name);
  if (!meta) throw refuse("not_found", `There is no secret ${name} here.`, "List them with `secrets list`.");
  if (meta.managedBy !== null) throw refuse("conflict", `Secret ${name} belongs to ${meta.managedBy}.`, "Change or remove that; its secret goes with it.");
  await ctx.services.secrets.remove(ctx.tx, ctx.workspaceId, name);
  ctx.audit({ before: { name, version: meta.version } });
  ctx.emit("secrets", name);
  return { name };
});
