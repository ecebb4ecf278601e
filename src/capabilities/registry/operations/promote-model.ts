import { implement } from "../../../kernel/implement.ts";
import { promoteModel } from "../contract.ts";
import { movesTo } from "../domain.ts";
import { stagesOf } from "../store/versions.ts";
import { aVersion, lockLiving } from "./found.ts";
import { carryOut, undoMoves, undoState } from "./move.ts";

export default implement(
  promoteModel,
  async (ctx, { modelId, version, stage, reason }) => {
    await lockLiving(ctx, modelId);
    const before = await aVersion(ctx, modelId, version);
    const moves = movesTo(await stagesOf(ctx.tx, ctx.workspaceId, modelId), version, stage, "promoted");
    if (moves.length === 0) {
      ctx.unchanged();
      return before;
    }
    await carryOut(ctx, modelId, moves, reason ?? "");
    ctx.recordUndo(undoState(moves));
    ctx.audit({ before: { version, stage: before.stage }, after: { version, stage }, ...(reason && { note: reason }) });
    return await aVersion(ctx, modelId, version);
  },
  { undo: undoMoves },
);
