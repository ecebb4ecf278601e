import { implement } from "../../../kernel/implement.ts";
import { change, Changeable } from "../change.ts";
import { updateProject } from "../contract.ts";

export default implement(
  updateProject,
  async (ctx, { projectId, name, description, status }) => {
    const { project, before } = await change(ctx, projectId, {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(status !== undefined && { status }),
    });
    ctx.recordUndo(before);
    return project;
  },
  { undo: async (ctx, state, { projectId }) => void (await change(ctx, projectId, Changeable.parse(state))) },
);
