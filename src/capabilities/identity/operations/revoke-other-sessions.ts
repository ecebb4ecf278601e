import { implement } from "../../../kernel/implement.ts";
import { revokeOtherSessions } from "../contract/sessions.ts";
import { needScope, person } from "../self.ts";
import { deleteOtherSessions } from "../store/people.ts";

export default implement(revokeOtherSessions, async (ctx) => {
  needScope(ctx, "session:self");
  const ids = await deleteOtherSessions(ctx.tx, person(ctx), ctx.actor.sessionId ?? null);
  if (ids.length === 0) ctx.unchanged();
  for (const id of ids) ctx.emit("sessions", id);
  ctx.audit({ after: { revoked: ids.length } });
  return { revoked: ids.length };
});
