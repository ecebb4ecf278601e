import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteTraces } from "../contract/traces.ts";
import { removeTraces } from "../store/traces.ts";

export default implement(deleteTraces, async (ctx, { experimentId, traceIds, until, limit }) => {
  if ((traceIds === undefined) === (until === undefined))
    throw refuse("invalid_input", "Traces are deleted either by id or by time.", "Give traceIds or until, one of them.", {
      fields: [{ path: "traceIds", message: "either this or until" }],
    });
  const untilMs = until === undefined ? undefined : Date.parse(until);
  const ids = await removeTraces(ctx.tx, ctx.workspaceId, { experimentId, ids: traceIds, untilMs, limit: traceIds?.length ?? limit });
  for (const id of ids) ctx.emit("traces", id);
  if (ids.length === 0) ctx.unchanged();
  else ctx.audit({ before: { deleted: ids.length, traceIds: ids.slice(0, 100) } });
  return { deleted: ids.length };
});
