import { implement } from "../../../kernel/implement.ts";
import { lookAtRows } from "../access.ts";
import { runSteps } from "../cleaning.ts";
import { suggestCleaning } from "../contract.ts";
import type { Suggestion } from "../contract/cleaning.ts";
import { proposals } from "../domain/suggest.ts";
import { columnFacts } from "../profiling.ts";
import { needDataset } from "../store/datasets.ts";
import { profileOf } from "../store/profiles.ts";
import { needVersion } from "../store/versions.ts";

/** Each effect is counted by running the step alone over all rows of the version. */
export default implement(suggestCleaning, async (ctx, input) => {
  const dataset = await needDataset(ctx.tx, ctx.workspaceId, input.datasetId);
  const version = await needVersion(ctx.tx, ctx.workspaceId, input.datasetId, input.version);
  const profile = await profileOf(ctx.tx, ctx.workspaceId, input.datasetId, version.version, dataset.target);
  return lookAtRows(ctx, version, async (db, files) => {
    const facts = profile ?? (await columnFacts(db, version, files));
    const target = version.columns.find((c) => c.role === "target")?.name ?? null;
    const suggestions: Suggestion[] = [];
    for (const proposal of proposals(facts.columns, facts.duplicateRows, version.rowCount, target)) {
      const { applied } = await runSteps(db, version, files, [{ step: proposal.step }]);
      const [first] = applied;
      if (first) suggestions.push({ ...proposal, effect: first.effect });
    }
    return { datasetId: input.datasetId, version: version.version, suggestions, steps: suggestions.filter((s) => s.recommended).map((s) => s.step) };
  });
});
