import type { JsonValue } from "../../../kernel/contract/common.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { simulateDrift } from "../contract.ts";
import { unshiftable } from "../domain/sample.ts";
import { simulateJob } from "../jobs/definitions.ts";
import { watched } from "./reading.ts";

export default implement(simulateDrift, async (ctx, input) => {
  const row = await watched(ctx, input.deploymentId);
  if (row.removed_at) throw refuse("not_found", `Deployment ${row.id} does not serve.`, "List deployments with `deployments list`.");
  if (row.dataset_id === null || row.dataset_version === null)
    throw refuse(
      "checks_failed",
      `Version ${row.model_version} of ${row.model_name} does not say which data it was trained on.`,
      "Deploy a version that was trained here.",
    );
  const fields = input.shifts.flatMap((shift, i) => {
    const message = unshiftable(shift, row.signature, row.reference);
    return message === null ? [] : [{ path: `shifts.${i}.feature`, message: `${shift.feature} ${message}` }];
  });
  const [first] = fields;
  if (first) throw refuse("invalid_input", `${first.message}.`, "Choose other features to shift.", { fields });
  const simulationId = ctx.newId();
  const moved = input.shifts.filter((s) => s.sd !== 0).map((s) => `${s.feature} ${s.sd > 0 ? "+" : ""}${s.sd} sd`);
  const jobId = await ctx.enqueue(
    simulateJob,
    {
      simulationId,
      deploymentId: row.id,
      datasetId: row.dataset_id,
      version: row.dataset_version,
      shifts: input.shifts,
      rows: input.rows,
      seed: input.seed,
      signature: row.signature as JsonValue,
      reference: row.reference as JsonValue,
    },
    { label: `Simulate ${moved.length === 0 ? "no drift" : `drift (${moved.join(", ")})`} on ${row.name}`, projectId: row.project_id },
  );
  return { jobId, simulationId };
});
