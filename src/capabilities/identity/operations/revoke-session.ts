import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { revokeSession } from "../contract/sessions.ts";
import { needScope, person } from "../self.ts";
import { deleteSession } from "../store/people.ts";

export default implement(revokeSession, async (ctx, { sessionId }) => {
  needScope(ctx, "session:self");
  if (!(await deleteSession(ctx.tx, person(ctx), sessionId)))
    throw refuse("not_found", `You have no session ${sessionId}.`, "List yours with `sessions list`.");
  ctx.emit("sessions", sessionId);
  return { id: sessionId };
});
