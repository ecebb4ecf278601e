import { implement } from "../../../kernel/implement.ts";
import { listSecrets } from "../contract/secrets.ts";
import { listSecrets as readSecrets } from "../store/secrets.ts";

export default implement(listSecrets, async (ctx, input) => {
  const found = await readSecrets(ctx.tx, ctx.workspaceId, input);
  return { items: found.items.map((meta) => ctx.services.secrets.shown(meta)), nextCursor: found.nextCursor };
});
