import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getRun } from "../../tracking/contract/runs.ts";
import { registerModel } from "../contract/versions.ts";
import { idByName } from "../store/models.ts";
import { addVersion } from "./add-version.ts";
import { trainedContent } from "./artifacts.ts";
import { makeModel } from "./create-model.ts";

export default implement(registerModel, async (ctx, { projectId, name, runId, description, tags }) => {
  const run = await ctx.call(getRun, { runId });
  if (run.projectId !== projectId) throw refuse("conflict", `Run ${run.id} belongs to another project.`, `Register it in project ${run.projectId}.`);
  if (run.status !== "finished")
    throw refuse("checks_failed", `Run ${run.id} is ${run.status}; only a finished run is registered.`, "Wait until it ends, or end it with `runs update`.");
  const content = await trainedContent(ctx, run);
  const made = await makeModel(ctx, { projectId, name, kind: "model" });
  const modelId = made?.id ?? (await idByName(ctx.tx, ctx.workspaceId, projectId, name));
  if (modelId === null) throw refuse("conflict", `Model ${name} was deleted at this moment.`, "Register once more.");
  return await addVersion(ctx, modelId, { ...content, source: content.location, runLink: "", description: description ?? "", tags: tags ?? {} });
});
