import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { promoteModel } from "../contract/stages.ts";
import { movesTo } from "../domain/stages.ts";
import { stagesOf } from "../store/versions.ts";
import { aVersion, lockLiving } from "./found.ts";
import { carryOut, undoMoves, undoState } from "./move.ts";

export default implement(
  promoteModel,
  async (ctx, { modelId, version, stage, keepExisting, reason }) => {
    const model = await lockLiving(ctx, modelId);
    if (model.kind === "prompt")
      throw refuse("conflict", `${model.name} is a prompt, and prompts have no stages.`, "Point an alias at the version, with `models set-alias`.");
    const before = await aVersion(ctx, modelId, version);
    const placed = await stagesOf(ctx.tx, ctx.workspaceId, modelId);
    const moves = movesTo(placed, version, stage, "promoted", keepExisting);
    if (moves.length === 0) {
      ctx.unchanged();
      return before;
    }
    await carryOut(ctx, modelId, moves, reason ?? "");
    ctx.recordUndo(undoState(placed, moves));
    ctx.audit({ before: { version, stage: before.stage }, after: { version, stage }, ...(reason && { note: reason }) });
    return await aVersion(ctx, modelId, version);
  },
  { undo: undoMoves },
);
