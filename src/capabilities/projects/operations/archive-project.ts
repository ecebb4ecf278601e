import { implement } from "../../../kernel/implement.ts";
import { change } from "../change.ts";
import { archiveProject } from "../contract.ts";

export default implement(
  archiveProject,
  async (ctx, { projectId }) => {
    const { project, before } = await change(ctx, projectId, { status: "archived" });
    ctx.recordUndo({ status: before.status });
    return project;
  },
  { undo: async (ctx, _state, { projectId }) => void (await change(ctx, projectId, { status: "active" })) },
);
