import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { keySettings, NewKey } from "./keys.ts";
import { Name, order, Role } from "./shared.ts";

export const ServiceAccountId = idOf("serviceAccount");

export const ServiceAccount = z.object({
  id: ServiceAccountId,
  name: Name,
  role: Role,
  /** The person it counts as when two persons must agree. */
  ownerId: z.uuid(),
  ownerName: z.string(),
  activeKeys: z.int(),
  createdAt: Timestamp,
});
export type ServiceAccount = z.output<typeof ServiceAccount>;

export const createServiceAccount = operation({
  name: "serviceAccounts.create",
  kind: "call",
  summary: "Create a service account; you become the person it counts as",
  http: { method: "POST", path: "/service-accounts" },
  effect: "write",
  idempotent: false,
  permission: { action: "member:admin" },
  audit: { redact: [] },
  errors: ["conflict"],
  input: z.object({ name: Name, role: Role.default("data_scientist") }),
  output: ServiceAccount,
});

export const listServiceAccounts = operation({
  name: "serviceAccounts.list",
  kind: "call",
  summary: "List service accounts",
  http: { method: "GET", path: "/service-accounts" },
  effect: "read",
  idempotent: true,
  permission: { action: "member:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    role: Role.optional(),
    sort: z.enum(["name", "createdAt"]).default("name"),
    order: order.default("asc"),
  }),
  output: pageOf(ServiceAccount),
});

export const createServiceAccountKey = operation({
  name: "serviceAccounts.createKey",
  kind: "call",
  summary: "Make a key for a service account; it is shown this once",
  http: { method: "POST", path: "/service-accounts/{serviceAccountId}/keys" },
  effect: "write",
  idempotent: false,
  permission: { action: "member:admin", on: (i) => ({ serviceAccount: i.serviceAccountId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  secretOutput: true,
  input: z.object({ serviceAccountId: ServiceAccountId, ...keySettings }),
  output: NewKey,
});

export const removeServiceAccount = operation({
  name: "serviceAccounts.remove",
  kind: "call",
  summary: "Remove a service account; its keys stop working within a second",
  http: { method: "DELETE", path: "/service-accounts/{serviceAccountId}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "member:admin", on: (i) => ({ serviceAccount: i.serviceAccountId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ serviceAccountId: ServiceAccountId }),
  output: z.object({ id: ServiceAccountId, keysRevoked: z.int() }),
  tool: { say: "Remove a service account and its keys.", confirm: (i) => `Remove service account ${i.serviceAccountId} and revoke its keys` },
});
