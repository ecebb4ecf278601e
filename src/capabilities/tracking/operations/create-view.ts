import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createView } from "../contract/views.ts";
import { personOf } from "../domain/person.ts";
import { insertView } from "../store/views.ts";

export default implement(createView, async (ctx, input) => {
  const made = await insertView(ctx.tx, ctx.workspaceId, {
    ...input,
    id: ctx.newId(),
    shared: false,
    ownerId: personOf(ctx.actor),
    ownerName: ctx.actor.name,
  });
  if (!made) throw refuse("conflict", `You have a view "${input.name}" already.`, "Choose another name, or update that view.");
  ctx.audit({ after: { name: made.name, query: made.query } });
  return made;
});
