import type { Capability, Implementation } from "../../kernel/ctx.ts";
import checkExpression from "./operations/check-expression.ts";
import createCustomMetric from "./operations/create-custom-metric.ts";
import deleteCustomMetric from "./operations/delete-custom-metric.ts";
import listCustomMetrics from "./operations/list-custom-metrics.ts";
import updateCustomMetric from "./operations/update-custom-metric.ts";
import { findCustomMetric } from "./store/custom-metrics.ts";

/** Metrics defined by an expression over others. */
export const customMetricOperations: readonly Implementation[] = [
  createCustomMetric,
  listCustomMetrics,
  updateCustomMetric,
  deleteCustomMetric,
  checkExpression,
];

export const customMetricResources: Capability["resources"] = {
  customMetric: async (tx, ws, id) => {
    const found = await findCustomMetric(tx, ws, id);
    return found && { projectId: found.projectId, label: found.name, state: found.updatedAt };
  },
};
