import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getSecret } from "../contract/secrets.ts";
import { readSecret } from "../store/secrets.ts";

export default implement(getSecret, async (ctx, { name }) => {
  const meta = await readSecret(ctx.tx, ctx.workspaceId, name);
  if (!meta) throw refuse("not_found", `There is no secret ${name} here.`, "List them with `secrets list`.");
  return ctx.services.secrets.shown(meta);
});
