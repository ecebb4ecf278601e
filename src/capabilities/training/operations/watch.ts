import { implementWatch } from "../../../kernel/implement.ts";
import { watchTraining } from "../contract.ts";
import { asItsJob, open } from "../current.ts";
import { findTraining } from "../store.ts";
import { absent } from "./absent.ts";

export default implementWatch(watchTraining, {
  topics: () => ["training", "jobs"],
  async fetch(ctx, { trainingId }, cursor) {
    const stored = await findTraining(ctx.tx, ctx.workspaceId, trainingId);
    if (!stored) throw absent(trainingId);
    const training = await asItsJob(ctx, stored.training);
    const next = `${stored.revision}:${training.status}`;
    return { events: next === cursor ? [] : [training], cursor: next, done: !open(training) };
  },
});
