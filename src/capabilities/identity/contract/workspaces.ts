import * as z from "zod";
import { pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Name, order, Role, WorkspaceId } from "./shared.ts";

export const Workspace = z.object({
  id: WorkspaceId,
  name: Name,
  /** The caller's own role in it. */
  role: Role.nullable(),
  memberCount: z.int(),
  createdAt: Timestamp,
});
export type Workspace = z.output<typeof Workspace>;

export const createWorkspace = operation({
  name: "workspaces.create",
  kind: "call",
  summary: "Create a workspace and become its administrator",
  http: { method: "POST", path: "/workspaces" },
  effect: "write",
  idempotent: false,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: ["rate_limited"],
  input: z.object({ name: Name }),
  output: Workspace,
});

export const listWorkspaces = operation({
  name: "workspaces.list",
  kind: "call",
  summary: "List the workspaces you are a member of",
  http: { method: "GET", path: "/workspaces" },
  effect: "read",
  idempotent: true,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    sort: z.enum(["name", "createdAt"]).default("name"),
    order: order.default("asc"),
  }),
  output: pageOf(Workspace),
});

export const getWorkspace = operation({
  name: "workspaces.get",
  kind: "call",
  summary: "Show a workspace",
  http: { method: "GET", path: "/workspaces/{workspaceId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "member:read", on: (i) => ({ workspace: i.workspaceId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ workspaceId: WorkspaceId }),
  output: Workspace,
});

export const updateWorkspace = operation({
  name: "workspaces.update",
  kind: "call",
  summary: "Rename a workspace",
  http: { method: "PATCH", path: "/workspaces/{workspaceId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "workspace:admin", on: (i) => ({ workspace: i.workspaceId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  undoable: true,
  input: z.object({ workspaceId: WorkspaceId, name: Name }),
  output: Workspace,
});
