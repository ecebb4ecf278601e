import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Email, LinkToken, order, Role } from "./shared.ts";
import { Workspace } from "./workspaces.ts";

export const InvitationId = idOf("invitation");
export const InvitationState = z.enum(["open", "accepted", "revoked", "expired"]);

export const Invitation = z.object({
  id: InvitationId,
  /** Only this address may accept; null lets whoever holds the link. */
  email: Email.nullable(),
  role: Role,
  state: InvitationState,
  createdBy: z.string(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  acceptedAt: Timestamp.nullable(),
  /** Name of who joined by it. */
  acceptedBy: z.string().nullable(),
});
export type Invitation = z.output<typeof Invitation>;

export const createInvitation = operation({
  name: "invitations.create",
  kind: "call",
  summary: "Invite a person; the link is shown this once",
  http: { method: "POST", path: "/invitations" },
  effect: "write",
  idempotent: false,
  permission: { action: "member:admin" },
  audit: { redact: [] },
  errors: ["conflict"],
  secretOutput: true,
  input: z.object({
    email: Email.optional().meta({ description: "Only this address may accept" }),
    role: Role.default("viewer"),
    expiresInDays: z.int().min(1).max(30).default(7),
  }),
  output: z.object({
    invitation: Invitation,
    /** The secret of the link; never shown again. */
    token: LinkToken,
    link: z.string().meta({ description: "Path below the address of this installation" }),
  }),
  positional: ["email"],
});

export const listInvitations = operation({
  name: "invitations.list",
  kind: "call",
  summary: "List invitations",
  http: { method: "GET", path: "/invitations" },
  effect: "read",
  idempotent: true,
  permission: { action: "member:admin" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the e-mail address" }),
    state: InvitationState.optional(),
    sort: z.enum(["createdAt", "expiresAt"]).default("createdAt"),
    order: order.default("desc"),
  }),
  output: pageOf(Invitation),
});

export const revokeInvitation = operation({
  name: "invitations.revoke",
  kind: "call",
  summary: "Take an invitation back; its link stops working",
  http: { method: "DELETE", path: "/invitations/{invitationId}" },
  effect: "write",
  idempotent: false,
  permission: { action: "member:admin", on: (i) => ({ invitation: i.invitationId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ invitationId: InvitationId }),
  output: Invitation,
});

export const showInvitation = operation({
  name: "invitations.show",
  kind: "call",
  summary: "Show what an invitation link leads to",
  http: { method: "POST", path: "/invitations/show" },
  effect: "read",
  idempotent: true,
  permission: { action: "public" },
  audit: { redact: ["token"] },
  errors: ["not_found"],
  input: z.object({ token: LinkToken }),
  output: z.object({ workspaceName: z.string(), role: Role, email: Email.nullable(), expiresAt: Timestamp }),
});

export const acceptInvitation = operation({
  name: "invitations.accept",
  kind: "call",
  summary: "Join a workspace by an invitation link",
  http: { method: "POST", path: "/invitations/accept" },
  effect: "write",
  idempotent: false,
  permission: { action: "self" },
  audit: { redact: ["token"] },
  errors: ["not_found", "conflict"],
  input: z.object({ token: LinkToken }),
  output: Workspace,
});
