import { encodeCursor } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { metricPoints } from "../contract/metrics.ts";
import { packedHistory } from "../store/history.ts";

export default implement(metricPoints, async (ctx, { runId, key, limit, cursor }) => {
  const { count, steps, timestamps, values } = await packedHistory(ctx.tx, ctx.workspaceId, runId, key, { limit, cursor });
  if (!steps || !timestamps || !values) return { count: 0, steps: "", timestamps: "", values: "", nextCursor: null };
  const at = (count - 1) * 8;
  const place = [Number(steps.readBigInt64BE(at)), timestamps.readDoubleBE(at), String(values.readDoubleBE(at))];
  const [s, t, v] = [steps, timestamps, values].map((numbers) => numbers.swap64().toString("base64"));
  return { count, steps: s ?? "", timestamps: t ?? "", values: v ?? "", nextCursor: count < limit ? null : encodeCursor(place) };
});
