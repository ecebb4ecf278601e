import { implement } from "../../../kernel/implement.ts";
import { listMirrors } from "../contract/mirrors.ts";
import { selectMirrors } from "../store/mirrors.ts";
import { shown } from "./the-mirror.ts";

export default implement(listMirrors, async (ctx, input) => {
  const found = await selectMirrors(ctx.tx, ctx.workspaceId, input);
  return { items: found.items.map(shown), nextCursor: found.nextCursor };
});
