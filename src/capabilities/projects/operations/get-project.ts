import { implement } from "../../../kernel/implement.ts";
import { missing } from "../change.ts";
import { getProject } from "../contract.ts";
import { readProject } from "../store.ts";

export default implement(getProject, async (ctx, { projectId }) => {
  const project = await readProject(ctx.tx, ctx.workspaceId, projectId);
  if (!project) throw missing(projectId);
  return project;
});
