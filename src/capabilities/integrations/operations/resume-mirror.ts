import { implement } from "../../../kernel/implement.ts";
import { resumeMirror } from "../contract/mirrors.ts";
import { putDue } from "../store/due.ts";
import { setPaused } from "../store/mirrors.ts";
import { shown, storedMirror } from "./the-mirror.ts";

export default implement(resumeMirror, async (ctx, { mirrorId }) => {
  const before = await storedMirror(ctx, mirrorId);
  // One that fails is tried at once too: whoever mended the outside need not wait.
  await setPaused(ctx.tx, ctx.workspaceId, mirrorId, false);
  await putDue(ctx.tx, ctx.workspaceId, "mirror", mirrorId, mirrorId, 0);
  ctx.audit({ before: { state: before.state }, after: { state: "active" } });
  ctx.emit("mirrors", mirrorId);
  return shown(await storedMirror(ctx, mirrorId));
});
