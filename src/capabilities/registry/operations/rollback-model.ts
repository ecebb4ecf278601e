import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { rollbackModel } from "../contract/stages.ts";
import { movesBack, previousIn, residents } from "../domain/stages.ts";
import { changesUntil } from "../store/stages.ts";
import { stagesOf } from "../store/versions.ts";
import { aVersion, lockLiving } from "./found.ts";
import { carryOut, undoMoves, undoState } from "./move.ts";

export default implement(
  rollbackModel,
  async (ctx, { modelId, stage, reason }) => {
    await lockLiving(ctx, modelId);
    const placed = await stagesOf(ctx.tx, ctx.workspaceId, modelId);
    const present = residents(placed, stage).at(-1) ?? null;
    const previous = previousIn(stage, await changesUntil(ctx.tx, ctx.workspaceId, modelId, null));
    if (previous === null) throw refuse("checks_failed", `Model ${modelId} had no earlier version in ${stage}.`, "Promote the version you want instead.");
    const moves = movesBack(placed, previous, stage);
    await carryOut(ctx, modelId, moves, reason);
    ctx.recordUndo(undoState(placed, moves));
    ctx.audit({ before: { stage, version: present }, after: { stage, version: previous }, note: reason });
    return await aVersion(ctx, modelId, previous);
  },
  { undo: undoMoves },
);
