import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { logLoggedModelParams } from "../contract/models.ts";
import { lockModel } from "../live-model.ts";
import { mergeModelParams } from "../store/models.ts";

export default implement(logLoggedModelParams, async (ctx, { loggedModelId, params }) => {
  const known = (await lockModel(ctx, loggedModelId)).params;
  const changed = Object.entries(params).find(([key, value]) => Object.hasOwn(known, key) && known[key] !== value);
  if (changed)
    throw refuse(
      "conflict",
      `Logged model ${loggedModelId} has parameter ${changed[0]} = ${known[changed[0]] ?? ""} already.`,
      "Parameters are written once; use a tag for what changes.",
    );
  await mergeModelParams(ctx.tx, ctx.workspaceId, loggedModelId, params);
  ctx.emit("loggedModels", loggedModelId);
  return { logged: Object.keys(params).length };
});
