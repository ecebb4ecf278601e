import { implement } from "../../../kernel/implement.ts";
import { rotateSecrets } from "../contract/secrets.ts";

export default implement(rotateSecrets, async (ctx) => {
  const { secrets } = ctx.services;
  const count = await secrets.rotate(ctx.tx, ctx.workspaceId);
  ctx.audit({ after: { secrets: count, masterKeyId: secrets.masterKeyId } });
  ctx.emit("secrets", ctx.workspaceId);
  return { secrets: count, masterKeyId: secrets.masterKeyId };
});
