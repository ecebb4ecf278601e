import * as z from "zod";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Ctx } from "../../kernel/ctx.ts";
import { Project } from "./contract.ts";
import { isNameTaken, lockNames, lockProject, writeProject } from "./store.ts";

/** What of a project can change, and what an undo brings back. */
export const Changeable = z.object({ name: Project.shape.name, description: Project.shape.description, status: Project.shape.status });
export type Changeable = z.output<typeof Changeable>;

export function missing(projectId: string): Error {
  return refuse("not_found", `There is no project ${projectId} here.`, "List them with `projects list`.");
}

export function taken(name: string): Error {
  return refuse("conflict", `There is an active project ${name} already.`, "Choose another name, or archive the other project.");
}

/** Applies a change; answers the project with what it was before. Nothing new leaves no audit row. */
export async function change(ctx: Ctx, projectId: string, wanted: Partial<Changeable>): Promise<{ project: Project; before: Changeable }> {
  await lockNames(ctx.tx, ctx.workspaceId);
  const found = await lockProject(ctx.tx, ctx.workspaceId, projectId);
  if (!found) throw missing(projectId);
  const before: Changeable = { name: found.name, description: found.description, status: found.status };
  const after: Changeable = { ...before, ...wanted };
  if (JSON.stringify(before) === JSON.stringify(after)) {
    ctx.unchanged();
    return { project: found, before };
  }
  if (after.status === "active" && (await isNameTaken(ctx.tx, ctx.workspaceId, after.name, projectId))) throw taken(after.name);
  const project = await writeProject(ctx.tx, ctx.workspaceId, projectId, after);
  if (!project) throw missing(projectId);
  ctx.audit({ before, after });
  ctx.emit("projects", projectId);
  return { project, before };
}
