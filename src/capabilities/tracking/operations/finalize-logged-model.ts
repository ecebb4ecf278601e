import { implement } from "../../../kernel/implement.ts";
import { finalizeLoggedModel } from "../contract/models.ts";
import { needModel } from "../live-model.ts";
import { setModelStatus } from "../store/models.ts";

export default implement(finalizeLoggedModel, async (ctx, { loggedModelId, status, message }) => {
  const before = await needModel(ctx, loggedModelId);
  const at = ctx.now();
  await setModelStatus(ctx.tx, ctx.workspaceId, loggedModelId, status, message ?? null, at);
  ctx.emit("loggedModels", loggedModelId);
  ctx.audit({ before: { status: before.status }, after: { status } });
  return { ...before, status, statusMessage: message ?? null, updatedAt: at.toISOString() };
});
