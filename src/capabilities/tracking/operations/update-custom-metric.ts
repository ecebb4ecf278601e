import { implement } from "../../../kernel/implement.ts";
import { updateCustomMetric } from "../contract/custom-metrics.ts";
import { needCustomMetric, noCustomMetric, readExpression, taken } from "../custom-expression.ts";
import { changeCustomMetric, dropKey, lockCustomMetric } from "../store/custom-metrics.ts";

export default implement(updateCustomMetric, async (ctx, input) => {
  const before = await lockCustomMetric(ctx.tx, ctx.workspaceId, input.customMetricId);
  if (!before) throw noCustomMetric(input.customMetricId);
  const after = {
    name: input.name ?? before.name,
    expression: input.expression ?? before.expression,
    description: input.description ?? before.description,
  };
  const { keys } = readExpression(after.expression);
  const refill = after.name !== before.name || after.expression !== before.expression;
  if (!(await changeCustomMetric(ctx.tx, ctx.workspaceId, before.id, { ...after, keys }, refill))) throw taken(after.name);
  if (refill) await dropKey(ctx.tx, ctx.workspaceId, before.projectId, before.key);
  ctx.emit("customMetrics", before.id);
  ctx.audit({ before: { name: before.name, expression: before.expression, description: before.description }, after });
  return await needCustomMetric(ctx, before.id);
});
