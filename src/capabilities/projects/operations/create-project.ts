import { implement } from "../../../kernel/implement.ts";
import { taken } from "../change.ts";
import { createProject } from "../contract.ts";
import { insertProject, lockNames } from "../store.ts";

export default implement(createProject, async (ctx, { name, description }) => {
  await lockNames(ctx.tx, ctx.workspaceId);
  const id = ctx.newId();
  const project = await insertProject(ctx.tx, ctx.workspaceId, { id, name, description, createdBy: ctx.actor.id });
  if (!project) throw taken(name);
  ctx.audit({ after: { id, name, description }, projectId: id });
  ctx.emit("projects", id);
  return project;
});
