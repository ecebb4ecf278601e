import type { Capability } from "../../kernel/ctx.ts";
import archiveProject from "./operations/archive-project.ts";
import createProject from "./operations/create-project.ts";
import getProject from "./operations/get-project.ts";
import listGrants from "./operations/list-grants.ts";
import listProjects from "./operations/list-projects.ts";
import removeAllGrants from "./operations/remove-all-grants.ts";
import removeGrant from "./operations/remove-grant.ts";
import setGrant from "./operations/set-grant.ts";
import updateProject from "./operations/update-project.ts";
import { findProject } from "./store.ts";
import { en } from "./phrases/en.ts";

export const projectsCapability: Capability = {
  name: "projects",
  nouns: ["projects", "grants"],
  operations: [createProject, listProjects, getProject, updateProject, archiveProject, listGrants, setGrant, removeGrant, removeAllGrants],
  resources: { project: findProject },
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
