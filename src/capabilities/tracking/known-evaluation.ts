import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import type { Evaluation } from "./contract/evaluation.ts";
import { findEvaluation, knownExperiments, lockEvaluation } from "./store/evaluations.ts";

function absent(id: string): Error {
  return refuse("not_found", `There is no evaluation set ${id} here.`, "Search them with `evaluations search`.");
}

export async function needEvaluation(ctx: Ctx, id: string): Promise<Evaluation> {
  const found = await findEvaluation(ctx.tx, ctx.workspaceId, id);
  if (!found) throw absent(id);
  return found;
}

/** The set with its row locked until the transaction ends. */
export async function lockKnownEvaluation(ctx: Ctx, id: string): Promise<Evaluation> {
  const found = await lockEvaluation(ctx.tx, ctx.workspaceId, id);
  if (!found) throw absent(id);
  return found;
}

export async function needExperiments(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await knownExperiments(ctx.tx, ctx.workspaceId, ids);
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw refuse("not_found", `There is no experiment ${missing} here.`, "List them with `experiments list`.");
}
