import { implement } from "../../../kernel/implement.ts";
import { lookAtRows } from "../access.ts";
import { changedRows, plannedSteps, runSteps, totalEffect } from "../cleaning.ts";
import { previewCleaning } from "../contract.ts";
import { needVersion } from "../store/versions.ts";

export default implement(previewCleaning, async (ctx, input) => {
  const version = await needVersion(ctx.tx, ctx.workspaceId, input.datasetId, input.version);
  return lookAtRows(ctx, version, async (db, files) => {
    const cleaned = await runSteps(db, version, files, plannedSteps(input.steps, null));
    return {
      datasetId: input.datasetId,
      version: version.version,
      steps: cleaned.applied,
      total: totalEffect(cleaned.applied),
      columns: cleaned.columns,
      rowsBefore: cleaned.rowsBefore,
      rowsAfter: cleaned.rowsAfter,
      sample: await changedRows(db, version, cleaned, input.rows),
    };
  });
});
