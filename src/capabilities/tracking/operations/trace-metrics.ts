import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { traceMetrics } from "../contract/trace-stats.ts";
import { labelOf, misasked } from "../domain/trace-metrics.ts";
import { selectPoints } from "../store/trace-metrics.ts";

export default implement(traceMetrics, async (ctx, input) => {
  const wrong = misasked(input);
  if (wrong) throw refuse("invalid_input", `${wrong.message}.`, "The guide lists metrics, aggregations and dimensions of each view.", { fields: [wrong] });
  const points = await selectPoints(ctx.tx, ctx.workspaceId, input);
  const labels = input.aggregations.map(labelOf);
  return {
    points: points.flatMap(({ bucketMs, dimensions, values }) => {
      const stated = labels.flatMap((label, i): [string, number][] => (values[i] === null || values[i] === undefined ? [] : [[label, values[i]]]));
      if (stated.length === 0) return [];
      const named = input.dimensions.map((name, i): [string, string] => [name, dimensions[i] ?? ""]);
      const bucket: [string, string][] = bucketMs === null ? [] : [["time_bucket", new Date(bucketMs).toISOString()]];
      return [{ dimensions: Object.fromEntries([...bucket, ...named]), values: Object.fromEntries(stated) }];
    }),
  };
});
