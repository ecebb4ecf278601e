import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createCustomMetric } from "../contract/custom-metrics.ts";
import { needCustomMetric, readExpression, taken } from "../custom-expression.ts";
import { countCustomMetrics, insertCustomMetric } from "../store/custom-metrics.ts";

const most = 100;

export default implement(createCustomMetric, async (ctx, { projectId, name, expression, description }) => {
  const { keys } = readExpression(expression);
  if ((await countCustomMetrics(ctx.tx, ctx.workspaceId, projectId)) >= most)
    throw refuse("conflict", `Project ${projectId} has ${most} custom metrics already.`, "Delete one that nobody uses.");
  const id = ctx.newId();
  const made = await insertCustomMetric(ctx.tx, ctx.workspaceId, { id, projectId, name, expression, description, keys, createdBy: ctx.actor.name });
  if (!made) throw taken(name);
  ctx.emit("customMetrics", id);
  ctx.audit({ after: { id, name, expression } });
  return await needCustomMetric(ctx, id);
});
