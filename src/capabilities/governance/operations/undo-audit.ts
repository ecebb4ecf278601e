import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { undoAudit } from "../contract.ts";
import { auditById } from "../store/audit.ts";

export default implement(undoAudit, async (ctx, { auditId }) => {
  const row = await auditById(ctx.tx, ctx.workspaceId, auditId);
  if (!row) throw refuse("not_found", `There is no act ${auditId} here.`, "Take an id from `audit list`.");
  if (row.undone_at)
    throw refuse(
      "conflict",
      `Act ${auditId} (${row.operation}) was undone at ${row.undone_at.toISOString()}.`,
      "It cannot be undone twice; do the act again instead.",
    );
  if (!row.undoable)
    throw refuse("checks_failed", `Act ${auditId} (${row.operation}) has no inverse and cannot be undone.`, "The audit log marks the acts that offer Undo.");
  const { operation, input } = await ctx.undo(auditId);
  ctx.audit({ after: { undone: auditId, operation, input } });
  return { auditId, operation, undone: true as const };
});
