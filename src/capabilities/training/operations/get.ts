import { implement } from "../../../kernel/implement.ts";
import { getTraining } from "../contract.ts";
import { asItsJob } from "../current.ts";
import { findTraining } from "../store.ts";
import { absent } from "./absent.ts";

export default implement(getTraining, async (ctx, { trainingId }) => {
  const stored = await findTraining(ctx.tx, ctx.workspaceId, trainingId);
  if (!stored) throw absent(trainingId);
  return await asItsJob(ctx, stored.training);
});
