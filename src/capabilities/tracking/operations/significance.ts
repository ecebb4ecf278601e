import { implement } from "../../../kernel/implement.ts";
import { significance } from "../contract/compare.ts";
import { getRun } from "../contract/runs.ts";
import { comparisonsOf, seedGroup, seedKeyOf, summaryOf, type SeedGroup } from "../domain/seeds.ts";
import { selectRepetitions } from "../store/groups.ts";

export default implement(significance, async (ctx, { runIds, metric, aggregate }) => {
  const groups: SeedGroup[] = [];
  let seedKey: string | null = null;
  for (const runId of runIds) {
    if (groups.some((group) => group.members.has(runId))) continue;
    const { params } = await ctx.call(getRun, { runId });
    seedKey ??= seedKeyOf(params);
    const rows = await selectRepetitions(ctx.tx, ctx.workspaceId, runId, metric);
    groups.push(
      seedGroup(
        runId,
        rows.map((row) => ({ id: row.id, params: row.params, value: row[aggregate] })),
      ),
    );
  }
  return { seedKey, groups: groups.map(summaryOf), comparisons: comparisonsOf(groups) };
});
