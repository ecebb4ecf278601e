import { encodeCursor } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { metricPoints } from "../contract/metrics.ts";
import { packedHistory } from "../store/history.ts";

export default implement(metricPoints, async (ctx, { runId, key, limit, cursor }) => {
  const found = await packedHistory(ctx.tx, ctx.workspaceId, runId, key, { limit: limit + 1, cursor });
  if (!found.steps || !found.timestamps || !found.values) return { count: 0, steps: "", timestamps: "", values: "", nextCursor: null };
  const count = Math.min(found.count, limit);
  const cut = (numbers: Buffer): Buffer => numbers.subarray(0, count * 8);
  const [steps, timestamps, values] = [cut(found.steps), cut(found.timestamps), cut(found.values)];
  const at = (count - 1) * 8;
  const place = [Number(steps.readBigInt64BE(at)), timestamps.readDoubleBE(at), String(values.readDoubleBE(at))];
  const text = (numbers: Buffer): string => numbers.swap64().toString("base64");
  const nextCursor = found.count > limit ? encodeCursor(place) : null;
  return { count, steps: text(steps), timestamps: text(timestamps), values: text(values), nextCursor };
});
