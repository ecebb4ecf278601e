import { implement } from "../../../kernel/implement.ts";
import { listViews } from "../contract/views.ts";
import { personOf } from "../domain/person.ts";
import { selectViews } from "../store/views.ts";

export default implement(listViews, (ctx, input) => selectViews(ctx.tx, ctx.workspaceId, personOf(ctx.actor), input));
