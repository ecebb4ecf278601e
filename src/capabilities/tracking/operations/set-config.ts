import { implement } from "../../../kernel/implement.ts";
import { setConfig } from "../contract/config.ts";
import { selectConfig, upsertConfig } from "../store/config.ts";
import { replaceParams } from "../store/labels.ts";
import { anActiveRun } from "./found.ts";

export default implement(setConfig, async (ctx, { runId, document, params }) => {
  await anActiveRun(ctx, runId);
  if ((await selectConfig(ctx.tx, ctx.workspaceId, runId)) === document) ctx.unchanged();
  else {
    await upsertConfig(ctx.tx, ctx.workspaceId, runId, document);
    await replaceParams(ctx.tx, ctx.workspaceId, runId, params);
    ctx.emit("runs", runId);
    ctx.audit({ after: { params } });
  }
  return { params: Object.keys(params).length };
});
