import { implement } from "../../../kernel/implement.ts";
import { listKeys } from "../contract/keys.ts";
import { needScope, openWorkspace } from "../self.ts";
import { listKeys as readKeys } from "../store/keys.ts";

export default implement(listKeys, async (ctx, input) => {
  needScope(ctx, "key:self");
  return await readKeys(ctx.tx, openWorkspace(ctx), ctx.actor.id, input);
});
