import { implement } from "../../../kernel/implement.ts";
import { shareView } from "../contract/views.ts";
import { personOf } from "../domain/person.ts";
import { needOwnView } from "../own-view.ts";
import { changeView } from "../store/views.ts";

export default implement(shareView, async (ctx, { viewId, shared }) => {
  const before = await needOwnView(ctx, viewId);
  if (before.shared === shared) {
    ctx.unchanged();
    return before;
  }
  await changeView(ctx.tx, ctx.workspaceId, viewId, personOf(ctx.actor), { shared });
  ctx.audit({ before: { shared: before.shared }, after: { shared } });
  return await needOwnView(ctx, viewId);
});
