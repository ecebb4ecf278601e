import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Name, order } from "./shared.ts";

export const KeyId = idOf("key");

/** `noun:verb`, `noun:*` or `*:read`. */
export const Scope = z.string().regex(/^([a-z]+|\*):([a-z]+|\*)$/, "a scope reads noun:verb, noun:* or *:read");

/** What a key is limited to; absent means everything its owner may do. */
export const keySettings = {
  name: Name,
  scopes: z.array(Scope).min(1).max(50).optional().meta({ description: "Actions the key is limited to, e.g. run:write or *:read" }),
  expiresInDays: z.int().min(1).max(3650).optional().meta({ description: "Days until the key stops working" }),
  defaultProjectId: idOf("project").optional().meta({ description: "Project used where a client names none (MLflow, W&B)" }),
};

export const KeyState = z.enum(["active", "expired", "revoked"]);

export const Key = z.object({
  id: KeyId,
  name: Name,
  /** The first characters, to tell keys apart. */
  prefix: z.string(),
  ownerKind: z.enum(["user", "service"]),
  ownerId: z.uuid(),
  ownerName: z.string(),
  scopes: z.array(Scope).nullable(),
  defaultProjectId: z.uuid().nullable(),
  state: KeyState,
  createdAt: Timestamp,
  expiresAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
});
export type Key = z.output<typeof Key>;

/** A new key: `key` is shown this once and is stored only as a digest. */
export const NewKey = z.object({ key: z.string().regex(/^lum_[0-9A-Za-z]{36}$/), ...Key.shape });

const listInput = {
  ...pageInput,
  q: z.string().max(200).optional().meta({ description: "Part of the name" }),
  state: KeyState.optional(),
  sort: z.enum(["name", "createdAt", "lastUsedAt"]).default("createdAt"),
  order: order.default("desc"),
};

export const createKey = operation({
  name: "keys.create",
  kind: "call",
  summary: "Make an API key of your own for this workspace; it is shown this once",
  http: { method: "POST", path: "/keys" },
  effect: "write",
  idempotent: false,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  secretOutput: true,
  input: z.object(keySettings),
  output: NewKey,
});

export const listKeys = operation({
  name: "keys.list",
  kind: "call",
  summary: "List your own keys in this workspace",
  http: { method: "GET", path: "/keys" },
  effect: "read",
  idempotent: true,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: [],
  input: z.object(listInput),
  output: pageOf(Key),
});

export const revokeKey = operation({
  name: "keys.revoke",
  kind: "call",
  summary: "Revoke a key of your own; it stops working within a second",
  http: { method: "DELETE", path: "/keys/{keyId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "self" },
  audit: { target: (i) => ({ key: i.keyId }), redact: [] },
  errors: ["not_found"],
  input: z.object({ keyId: KeyId }),
  output: Key,
  tool: { say: "Revoke one of your own API keys.", confirm: (i) => `Revoke your key ${i.keyId}` },
});

export const listAllKeys = operation({
  name: "keys.listAll",
  kind: "call",
  summary: "List the keys of everybody in this workspace",
  http: { method: "GET", path: "/workspace-keys" },
  effect: "read",
  idempotent: true,
  permission: { action: "member:admin" },
  audit: { redact: [] },
  errors: [],
  input: z.object({ ...listInput, ownerId: z.uuid().optional().meta({ description: "Only keys of this person or service account" }) }),
  output: pageOf(Key),
});

export const revokeAnyKey = operation({
  name: "keys.revokeAny",
  kind: "call",
  summary: "Revoke anybody's key in this workspace; it stops working within a second",
  http: { method: "DELETE", path: "/workspace-keys/{keyId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "member:admin", on: (i) => ({ key: i.keyId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ keyId: KeyId }),
  output: Key,
  tool: { say: "Revoke anybody's API key in this workspace.", confirm: (i) => `Revoke key ${i.keyId}` },
});
