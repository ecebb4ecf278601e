import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createKey } from "../contract/keys.ts";
import { issueKey } from "../keys.ts";
import { openWorkspace } from "../self.ts";

export default implement(createKey, async (ctx, input) => {
  openWorkspace(ctx);
  const { actor } = ctx;
  if (actor.kind === "system") throw refuse("forbidden", "The system has no keys.", "Sign in, or use a key of your own.");
  if (actor.scopes !== undefined)
    throw refuse("forbidden", "A limited key cannot make keys.", "Sign in, or use a key without scopes.", { missing: "key:self" });
  return await issueKey(ctx, { kind: actor.kind, id: actor.id }, input);
});
