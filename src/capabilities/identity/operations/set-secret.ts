import { implement } from "../../../kernel/implement.ts";
import { setSecret } from "../contract/secrets.ts";
import { readSecret } from "../store/secrets.ts";

export default implement(setSecret, async (ctx, { name, value, description }) => {
  const { secrets } = ctx.services;
  await secrets.set(ctx.tx, ctx.workspaceId, { name, value, description: description ?? null, managedBy: null, by: ctx.actor.name });
  const meta = await readSecret(ctx.tx, ctx.workspaceId, name);
  if (!meta) throw new Error("the secret just set is not there");
  ctx.audit({ after: { name, version: meta.version } });
  ctx.emit("secrets", name);
  return secrets.shown(meta);
});
