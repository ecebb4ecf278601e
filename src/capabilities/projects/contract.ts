import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";
import { Name, UserId } from "../identity/contract/shared.ts";

export const ProjectId = idOf("project");
export const ProjectStatus = z.enum(["active", "archived"]);

/** What a grant gives on one project; it widens or narrows the workspace role. */
export const ProjectRole = z.enum(["owner", "editor", "viewer"]);
export type ProjectRole = z.output<typeof ProjectRole>;

export const Project = z.object({
  id: ProjectId,
  name: Name,
  description: z.string(),
  status: ProjectStatus,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  archivedAt: Timestamp.nullable(),
  createdBy: z.uuid(),
});
export type Project = z.output<typeof Project>;

export const Grant = z.object({
  memberId: z.uuid(),
  memberName: z.string(),
  role: ProjectRole,
  grantedAt: Timestamp,
});
export type Grant = z.output<typeof Grant>;

const Description = z.string().max(4000);
const on = (i: { projectId: string }) => ({ project: i.projectId });

export const createProject = operation({
  name: "projects.create",
  kind: "call",
  summary: "Create a project",
  http: { method: "POST", path: "/projects" },
  effect: "write",
  idempotent: false,
  permission: { action: "project:write" },
  audit: { redact: [] },
  errors: ["conflict"],
  input: z.object({ name: Name, description: Description.default("") }),
  output: Project,
  tool: { say: "Create a project, the folder that datasets, runs and models belong to.", confirm: (i) => `Create project ${i.name}` },
  positional: ["name"],
});

export const listProjects = operation({
  name: "projects.list",
  kind: "call",
  summary: "List projects",
  http: { method: "GET", path: "/projects" },
  effect: "read",
  idempotent: true,
  permission: { action: "project:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the name or description" }),
    status: ProjectStatus.optional(),
    sort: z.enum(["name", "createdAt", "updatedAt"]).default("name"),
    order: z.enum(["asc", "desc"]).default("asc"),
  }),
  output: pageOf(Project),
  tool: { say: "List the projects of this workspace." },
});

export const getProject = operation({
  name: "projects.get",
  kind: "call",
  summary: "Show a project",
  http: { method: "GET", path: "/projects/{projectId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "project:read", on },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ projectId: ProjectId }),
  output: Project,
  tool: { say: "Show one project: name, description, status." },
});

export const updateProject = operation({
  name: "projects.update",
  kind: "call",
  summary: "Rename or describe a project, or bring it back from the archive",
  http: { method: "PATCH", path: "/projects/{projectId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "project:write", on },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  undoable: true,
  input: z.object({
    projectId: ProjectId,
    name: Name.optional(),
    description: Description.optional(),
    status: z.enum(["active"]).optional().meta({ description: "active takes it out of the archive" }),
  }),
  output: Project,
  tool: { say: "Rename or describe a project.", confirm: (i) => `Change project ${i.projectId}` },
});

export const archiveProject = operation({
  name: "projects.archive",
  kind: "call",
  summary: "Archive a project; nothing is deleted",
  http: { method: "POST", path: "/projects/{projectId}/archive" },
  effect: "write",
  idempotent: true,
  permission: { action: "project:admin", on },
  audit: { redact: [] },
  errors: ["not_found"],
  undoable: true,
  input: z.object({ projectId: ProjectId }),
  output: Project,
  tool: { say: "Archive a project that is no longer worked on.", confirm: (i) => `Archive project ${i.projectId}` },
});

export const listGrants = operation({
  name: "grants.list",
  kind: "call",
  summary: "List who has a grant on a project",
  http: { method: "GET", path: "/projects/{projectId}/grants" },
  effect: "read",
  idempotent: true,
  permission: { action: "project:read", on },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: ProjectId,
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the member's name" }),
    role: ProjectRole.optional(),
    sort: z.enum(["name", "grantedAt"]).default("name"),
    order: z.enum(["asc", "desc"]).default("asc"),
  }),
  output: pageOf(Grant),
});

export const setGrant = operation({
  name: "grants.set",
  kind: "call",
  summary: "Give a member or service account a role on a project",
  http: { method: "PUT", path: "/projects/{projectId}/grants/{memberId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "project:admin", on },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  undoable: true,
  input: z.object({ projectId: ProjectId, memberId: UserId, role: ProjectRole }),
  output: Grant,
});

export const removeGrant = operation({
  name: "grants.remove",
  kind: "call",
  summary: "Take a grant on a project back; the workspace role counts again",
  http: { method: "DELETE", path: "/projects/{projectId}/grants/{memberId}" },
  effect: "write",
  idempotent: false,
  permission: { action: "project:admin", on },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  undoable: true,
  input: z.object({ projectId: ProjectId, memberId: UserId }),
  output: z.object({ projectId: ProjectId, memberId: UserId }),
});

export const removeAllGrants = operation({
  name: "grants.removeAll",
  kind: "call",
  summary: "Take every project grant of a member or service account back",
  http: { method: "DELETE", path: "/members/{memberId}/grants" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "member:admin" },
  audit: { target: (i) => ({ member: i.memberId }), redact: [] },
  errors: [],
  input: z.object({ memberId: UserId }),
  output: z.object({ removed: z.int() }),
  tool: { say: "Take every project grant of a member back.", confirm: (i) => `Take back every project grant of ${i.memberId}` },
});
