import * as z from "zod";
import { pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Email, order, Role, UserId } from "./shared.ts";

export const Member = z.object({
  /** The person's id, the same in every workspace. */
  id: UserId,
  name: z.string(),
  email: Email,
  role: Role,
  joinedAt: Timestamp,
});
export type Member = z.output<typeof Member>;

export const listMembers = operation({
  name: "members.list",
  kind: "call",
  summary: "List the members of the workspace",
  http: { method: "GET", path: "/members" },
  effect: "read",
  idempotent: true,
  permission: { action: "member:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the name or e-mail address" }),
    role: Role.optional(),
    sort: z.enum(["name", "email", "joinedAt"]).default("name"),
    order: order.default("asc"),
  }),
  output: pageOf(Member),
  tool: { say: "List who works in this workspace and with which role." },
});

export const getMember = operation({
  name: "members.get",
  kind: "call",
  summary: "Show a member",
  http: { method: "GET", path: "/members/{memberId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "member:read", on: (i) => ({ member: i.memberId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ memberId: UserId }),
  output: Member,
});

export const setMemberRole = operation({
  name: "members.setRole",
  kind: "call",
  summary: "Give a member another role",
  http: { method: "PUT", path: "/members/{memberId}/role" },
  effect: "write",
  idempotent: true,
  permission: { action: "member:admin", on: (i) => ({ member: i.memberId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  undoable: true,
  input: z.object({ memberId: UserId, role: Role }),
  output: Member,
});

export const removeMember = operation({
  name: "members.remove",
  kind: "call",
  summary: "Remove a member; their keys and sessions stop working here at once",
  http: { method: "DELETE", path: "/members/{memberId}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "member:admin", on: (i) => ({ member: i.memberId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ memberId: UserId }),
  output: z.object({ id: UserId, keysRevoked: z.int() }),
  tool: { say: "Remove a member from this workspace; their keys stop working here.", confirm: (i) => `Remove member ${i.memberId} and revoke their keys here` },
});
