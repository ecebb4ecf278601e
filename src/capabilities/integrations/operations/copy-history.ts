import { implement } from "../../../kernel/implement.ts";
import { copyHistory } from "../contract/mirrors.ts";
import { putDue } from "../store/due.ts";
import { putWhole } from "../store/mirror-runs.ts";
import { forgetOutsideExperiments, setHistory } from "../store/mirrors.ts";
import { shown, storedMirror } from "./the-mirror.ts";

export default implement(copyHistory, async (ctx, { mirrorId }) => {
  const { tx, workspaceId: ws } = ctx;
  const before = await storedMirror(ctx, mirrorId);
  const runs = await putWhole(tx, ws, mirrorId);
  if (runs > 0) {
    await forgetOutsideExperiments(tx, ws, mirrorId);
    await setHistory(tx, ws, mirrorId, "copying");
    if (before.state !== "paused") await putDue(tx, ws, "mirror", mirrorId, mirrorId, 0);
    ctx.audit({ after: { runs } });
    ctx.emit("mirrors", mirrorId);
  } else ctx.audit({ after: { runs: 0 } });
  return { mirror: shown(await storedMirror(ctx, mirrorId)), runs };
});
