import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { order } from "./shared.ts";

export const SessionId = idOf("session");

export const Session = z.object({
  id: SessionId,
  /** The session this request came by. */
  current: z.boolean(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type Session = z.output<typeof Session>;

export const listSessions = operation({
  name: "sessions.list",
  kind: "call",
  summary: "List where you are signed in",
  http: { method: "GET", path: "/sessions" },
  effect: "read",
  idempotent: true,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the browser's name or the address" }),
    sort: z.enum(["createdAt", "expiresAt"]).default("createdAt"),
    order: order.default("desc"),
  }),
  output: pageOf(Session),
});

export const revokeSession = operation({
  name: "sessions.revoke",
  kind: "call",
  summary: "Sign one of your sessions out",
  http: { method: "DELETE", path: "/sessions/{sessionId}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "self" },
  audit: { target: (i) => ({ session: i.sessionId }), redact: [] },
  errors: ["not_found"],
  input: z.object({ sessionId: SessionId }),
  output: z.object({ id: SessionId }),
  tool: { say: "Sign one of your own sessions out.", confirm: (i) => `Sign session ${i.sessionId} out` },
});

export const revokeOtherSessions = operation({
  name: "sessions.revokeOthers",
  kind: "call",
  summary: "Sign out everywhere but here",
  http: { method: "POST", path: "/sessions/revoke-others" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: [],
  input: z.object({}),
  output: z.object({ revoked: z.int() }),
  tool: { say: "Sign yourself out everywhere but here.", confirm: () => "Sign out everywhere but here" },
});
