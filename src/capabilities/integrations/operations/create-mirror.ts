import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getExperiment } from "../../tracking/contract/experiments.ts";
import { createMirror } from "../contract/mirrors.ts";
import { putDue } from "../store/due.ts";
import { putWhole } from "../store/mirror-runs.ts";
import { insertMirror, setHistory } from "../store/mirrors.ts";
import { secretFor, shown, storedMirror, taken } from "./the-mirror.ts";

export default implement(createMirror, async (ctx, { token, secretName, history, username = null, entity = null, outsideProject = null, ...settings }) => {
  ctx.services.outgoing.check(settings.url, "url");
  for (const experimentId of settings.experimentIds) {
    const experiment = await ctx.call(getExperiment, { experimentId });
    if (experiment.projectId !== settings.projectId)
      throw refuse("invalid_input", `Experiment ${experimentId} belongs to another project.`, "Make a mirror in that project for it.", {
        fields: [{ path: "experimentIds", message: `${experimentId} is of another project` }],
      });
  }
  const id = ctx.newId();
  const kept = await secretFor(ctx, { id, name: settings.name }, token, secretName);
  const made = { id, ...settings, username, entity, outsideProject, secretName: kept, by: ctx.actor.name };
  if (!(await insertMirror(ctx.tx, ctx.workspaceId, made))) throw taken(settings.name);
  if (history && (await putWhole(ctx.tx, ctx.workspaceId, id)) > 0) await setHistory(ctx.tx, ctx.workspaceId, id, "copying");
  await putDue(ctx.tx, ctx.workspaceId, "mirror", id, id, 0);
  ctx.audit({ after: { id, name: settings.name, kind: settings.kind, url: settings.url, secretName: kept } });
  ctx.emit("mirrors", id);
  return shown(await storedMirror(ctx, id));
});
