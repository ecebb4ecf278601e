import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getAudit } from "../contract.ts";
import { auditById, toAuditRow } from "../store/audit.ts";

export default implement(getAudit, async (ctx, { auditId }) => {
  const row = await auditById(ctx.tx, ctx.workspaceId, auditId);
  if (!row) throw refuse("not_found", `There is no audit row ${auditId} here.`, "List them with `audit list`.");
  const payload = row.has_payload ? { input: row.input, before: row.before, after: row.after } : null;
  return { ...toAuditRow(row), payload, hash: row.hash };
});
