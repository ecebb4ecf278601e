import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateView } from "../contract/views.ts";
import { personOf } from "../domain/person.ts";
import { needOwnView } from "../own-view.ts";
import { changeView } from "../store/views.ts";

export default implement(updateView, async (ctx, { viewId, name, query }) => {
  const before = await needOwnView(ctx, viewId);
  if ((name ?? before.name) === before.name && (query ?? before.query) === before.query) {
    ctx.unchanged();
    return before;
  }
  const done = await changeView(ctx.tx, ctx.workspaceId, viewId, personOf(ctx.actor), { name, query });
  if (!done) throw refuse("conflict", `You have a view "${name ?? before.name}" already.`, "Choose another name.");
  ctx.audit({ before: { name: before.name, query: before.query }, after: { name: name ?? before.name, query: query ?? before.query } });
  return await needOwnView(ctx, viewId);
});
