import { implement } from "../../../kernel/implement.ts";
import { createEvaluation } from "../contract/evaluation.ts";
import { evaluationDigest } from "../domain/evaluation.ts";
import { needEvaluation, needExperiments } from "../known-evaluation.ts";
import { insertEvaluation, putIntoExperiments } from "../store/evaluations.ts";

export default implement(createEvaluation, async (ctx, { projectId, name, tags, experimentIds, createdBy }) => {
  const id = ctx.newId();
  const at = ctx.now();
  await needExperiments(ctx, experimentIds);
  await insertEvaluation(ctx.tx, ctx.workspaceId, {
    id,
    projectId,
    name,
    tags,
    digest: evaluationDigest(name, at),
    at,
    createdBy: createdBy === undefined ? ctx.actor.name : createdBy,
  });
  if (experimentIds.length > 0) await putIntoExperiments(ctx.tx, ctx.workspaceId, id, experimentIds);
  ctx.emit("evaluations", id);
  ctx.audit({ after: { id, name } });
  return await needEvaluation(ctx, id);
});
