import { implement } from "../../../kernel/implement.ts";
import { deleteCustomMetric } from "../contract/custom-metrics.ts";
import { noCustomMetric } from "../custom-expression.ts";
import { dropKey, lockCustomMetric, removeCustomMetric } from "../store/custom-metrics.ts";

export default implement(deleteCustomMetric, async (ctx, { customMetricId }) => {
  const metric = await lockCustomMetric(ctx.tx, ctx.workspaceId, customMetricId);
  if (!metric) throw noCustomMetric(customMetricId);
  await removeCustomMetric(ctx.tx, ctx.workspaceId, customMetricId);
  await dropKey(ctx.tx, ctx.workspaceId, metric.projectId, metric.key);
  ctx.emit("customMetrics", customMetricId);
  ctx.audit({ before: { name: metric.name, expression: metric.expression } });
  return { deleted: true };
});
