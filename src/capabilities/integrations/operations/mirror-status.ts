import { implement } from "../../../kernel/implement.ts";
import { mirrorStatus } from "../contract/mirrors.ts";
import { changedRuns, countFiles, countPoints, horizon } from "../store/changes.ts";
import { secondsSinceCaughtUp } from "../store/mirrors.ts";
import { shown, storedMirror } from "./the-mirror.ts";

/** A mirror that is further behind says so many. */
const countedAtMost = 100_000;

export default implement(mirrorStatus, async (ctx, { mirrorId }) => {
  const { tx, workspaceId: ws } = ctx;
  const mirror = await storedMirror(ctx, mirrorId);
  const [after, upTo] = [mirror.sentTx, await horizon(tx)];
  const runs = (await changedRuns(tx, ws, mirror, after, upTo)).length;
  const points = await countPoints(tx, ws, mirror, after, upTo, countedAtMost);
  const files = mirror.artifacts ? await countFiles(tx, ws, mirror, after, upTo) : 0;
  const behind = runs > 0 || mirror.historyLeft > 0;
  return {
    mirror: shown(mirror),
    pointsBehind: points,
    runsBehind: runs,
    artifactsBehind: files,
    secondsBehind: behind ? await secondsSinceCaughtUp(tx, ws, mirrorId) : 0,
  };
});
