import { implement } from "../../../kernel/implement.ts";
import { traceCorrelation } from "../contract/trace-stats.ts";
import { npmi } from "../domain/npmi.ts";
import { countOverlap } from "../store/trace-search.ts";
import { searching } from "./trace-searching.ts";

export default implement(traceCorrelation, async (ctx, { base, filter1, filter2, ...scope }) => {
  const n = await searching(() => countOverlap(ctx.tx, ctx.workspaceId, scope, base, filter1, filter2));
  return { ...npmi(n), filter1Count: n.filter1, filter2Count: n.filter2, jointCount: n.joint, totalCount: n.total };
});
