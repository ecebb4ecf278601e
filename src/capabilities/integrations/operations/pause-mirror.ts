import { implement } from "../../../kernel/implement.ts";
import { pauseMirror } from "../contract/mirrors.ts";
import { dropDue } from "../store/due.ts";
import { setPaused } from "../store/mirrors.ts";
import { shown, storedMirror } from "./the-mirror.ts";

export default implement(pauseMirror, async (ctx, { mirrorId }) => {
  const before = await storedMirror(ctx, mirrorId);
  if (before.state === "paused") ctx.unchanged();
  else {
    await setPaused(ctx.tx, ctx.workspaceId, mirrorId, true);
    await dropDue(ctx.tx, "mirror", mirrorId);
    ctx.audit({ before: { state: before.state }, after: { state: "paused" } });
    ctx.emit("mirrors", mirrorId);
  }
  return shown(await storedMirror(ctx, mirrorId));
});
