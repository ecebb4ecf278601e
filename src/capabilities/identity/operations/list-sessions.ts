import { implement } from "../../../kernel/implement.ts";
import { listSessions } from "../contract/sessions.ts";
import { needScope, person } from "../self.ts";
import { listSessions as readSessions } from "../store/people.ts";

export default implement(listSessions, async (ctx, input) => {
  needScope(ctx, "session:self");
  return await readSessions(ctx.tx, person(ctx), ctx.actor.sessionId ?? null, input);
});
