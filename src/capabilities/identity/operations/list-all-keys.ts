import { implement } from "../../../kernel/implement.ts";
import { listAllKeys } from "../contract/keys.ts";
import { listKeys } from "../store/keys.ts";

export default implement(listAllKeys, (ctx, input) => listKeys(ctx.tx, ctx.workspaceId, input.ownerId ?? null, input));
