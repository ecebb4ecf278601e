import type { InputFactories, World } from "../../../tests/world.ts";
import { createProject, setGrant } from "./contract.ts";

async function newProject(w: World): Promise<string> {
  return (await w.call(createProject, { name: `Project ${w.unique()}` })).id;
}

export const inputs: InputFactories = {
  "projects.create": async (w) => ({ name: `Project ${w.unique()}`, description: "Who survived" }),
  "projects.list": async () => ({}),
  "projects.get": async (w) => ({ projectId: w.projectId }),
  "projects.update": async (w) => ({ projectId: await newProject(w), description: `About ${w.unique()}` }),
  "projects.archive": async (w) => ({ projectId: await newProject(w) }),
  "grants.list": async (w) => ({ projectId: w.projectId }),
  "grants.set": async (w) => ({ projectId: await newProject(w), memberId: w.as("viewer").actor.id, role: "editor" }),
  "grants.remove": async (w) => {
    const projectId = await newProject(w);
    const memberId = w.as("viewer").actor.id;
    await w.call(setGrant, { projectId, memberId, role: "editor" });
    return { projectId, memberId };
  },
  "grants.removeAll": async (w) => {
    const memberId = w.as("viewer").actor.id;
    await w.call(setGrant, { projectId: await newProject(w), memberId, role: "editor" });
    return { memberId };
  },
};
