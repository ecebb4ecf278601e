import { implement } from "../../../kernel/implement.ts";
import { removeMirror } from "../contract/mirrors.ts";
import { mirrorSecret } from "../mirrors.ts";
import { dropDue } from "../store/due.ts";
import { dropMirror } from "../store/mirrors.ts";
import { storedMirror } from "./the-mirror.ts";

export default implement(removeMirror, async (ctx, { mirrorId }) => {
  const { name, url, runs } = await storedMirror(ctx, mirrorId);
  await ctx.services.secrets.remove(ctx.tx, ctx.workspaceId, mirrorSecret(mirrorId));
  await dropDue(ctx.tx, "mirror", mirrorId);
  await dropMirror(ctx.tx, ctx.workspaceId, mirrorId);
  ctx.audit({ before: { name, url, runs } });
  ctx.emit("mirrors", mirrorId);
  return { id: mirrorId };
});
