import type { JsonValue } from "../../../kernel/contract/common.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { LiveStage } from "../contract/shapes.ts";
import { after, canMove, standing, undoing, type Move, type Placed } from "../domain/stages.ts";
import { bumpRevision } from "../store/models.ts";
import { applyMoves } from "../store/stages.ts";
import { stagesOf } from "../store/versions.ts";
import { lockLiving } from "./found.ts";

/** Carries stage moves out: history, revision, event, and the state that undoes them. */
export async function carryOut(ctx: Ctx, modelId: string, moves: readonly Move[], reason: string): Promise<void> {
  const by = { id: ctx.actor.id, name: ctx.actor.name };
  await applyMoves(ctx.tx, ctx.workspaceId, modelId, moves, { reason, by });
  await bumpRevision(ctx.tx, ctx.workspaceId, modelId);
  ctx.emit("models", modelId);
}

interface UndoState {
  back: Move[];
  standing: Record<LiveStage, number[]>;
}

/** State of {@link undoMoves}: the way back, and who stood in the live stages when the act was done. */
export function undoState(before: readonly Placed[], moves: readonly Move[]): JsonValue {
  const state: UndoState = { back: undoing(before, moves), standing: standing(after(before, moves)) };
  return state as unknown as JsonValue;
}

/** Inverse of a promotion or a roll-back. @throws Refusal `conflict` when the stages moved on since. */
export async function undoMoves(ctx: Ctx, state: JsonValue, input: { modelId: string }): Promise<void> {
  const { back, standing: left } = state as unknown as UndoState;
  await lockLiving(ctx, input.modelId);
  if (!canMove(await stagesOf(ctx.tx, ctx.workspaceId, input.modelId), back, left))
    throw refuse("conflict", `The stages of model ${input.modelId} changed since.`, "Look at `models history` and move the version you want.");
  await carryOut(ctx, input.modelId, back, "Undone");
}
