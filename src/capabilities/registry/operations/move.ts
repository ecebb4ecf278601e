import type { JsonValue } from "../../../kernel/contract/common.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { canInvert, inverse, type Move } from "../domain.ts";
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

/** State of {@link undoMoves}. */
export function undoState(moves: readonly Move[]): JsonValue {
  return { moves: moves.map((move) => ({ ...move })) };
}

/** Inverse of a promotion or a roll-back. @throws Refusal `conflict` when the stages moved on since. */
export async function undoMoves(ctx: Ctx, state: JsonValue, input: { modelId: string }): Promise<void> {
  const { moves } = state as unknown as { moves: Move[] };
  await lockLiving(ctx, input.modelId);
  if (!canInvert(await stagesOf(ctx.tx, ctx.workspaceId, input.modelId), moves))
    throw refuse("conflict", `The stages of model ${input.modelId} changed since.`, "Look at `models history` and move the version you want.");
  await carryOut(ctx, input.modelId, inverse(moves), "Undone");
}
