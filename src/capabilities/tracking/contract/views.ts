import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";

export const ViewId = idOf("view");

/** Which page a view belongs to. */
export const ViewPage = z.enum(["runs", "compare", "traces"]);

/** The page's query string: filter, sort, columns, groups, charts. */
const Query = z
  .string()
  .max(20_000)
  .regex(/^[^\p{Cc}#]*$/u, "the part of an address after ?");

export const View = z.object({
  id: ViewId,
  projectId: idOf("project"),
  page: ViewPage,
  name: z.string(),
  query: z.string(),
  /** Shared with everybody who sees the project; else only its owner sees it. */
  shared: z.boolean(),
  /** Made by the one who asks. */
  mine: z.boolean(),
  createdBy: z.string(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type View = z.output<typeof View>;

const Name = z.string().trim().min(1).max(120);
const onView = (i: { viewId: string }) => ({ view: i.viewId });

export const listViews = operation({
  name: "views.list",
  kind: "call",
  summary: "List saved views of a project: one's own and the shared ones",
  http: { method: "GET", path: "/views" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project"),
    page: ViewPage.default("runs"),
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    sort: z.enum(["name", "updatedAt"]).default("name"),
    order: z.enum(["asc", "desc"]).default("asc"),
    ...pageInput,
  }),
  output: pageOf(View),
});

export const createView = operation({
  name: "views.create",
  kind: "call",
  summary: "Save a view for oneself",
  http: { method: "POST", path: "/views" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ projectId: idOf("project"), page: ViewPage.default("runs"), name: Name, query: Query }),
  output: View,
  positional: ["name"],
});

export const updateView = operation({
  name: "views.update",
  kind: "call",
  summary: "Rename one's own view or save it anew",
  http: { method: "PATCH", path: "/views/{viewId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:read", on: onView },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ viewId: ViewId, name: Name.optional(), query: Query.optional() }),
  output: View,
});

export const shareView = operation({
  name: "views.share",
  kind: "call",
  summary: "Share one's own view with the project, or take it back",
  http: { method: "POST", path: "/views/{viewId}/share" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onView },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ viewId: ViewId, shared: z.boolean() }),
  output: View,
});

export const deleteView = operation({
  name: "views.delete",
  kind: "call",
  summary: "Delete one's own view; undo brings it back",
  http: { method: "DELETE", path: "/views/{viewId}" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:read", on: onView },
  audit: { redact: [] },
  errors: ["not_found"],
  undoable: true,
  input: z.object({ viewId: ViewId }),
  output: z.object({ id: ViewId, name: z.string() }),
});
