import * as z from "zod";
import { pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { order } from "./shared.ts";

/** Letters, digits, `.`, `_`, `-`; the name other settings refer to. */
export const SecretName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/, "1 to 120 letters, digits, dots, dashes or underscores, beginning with a letter or digit");

/** 1 to 32,768 characters; it is sealed at once and no operation ever answers it. */
const SecretValue = z.string().min(1).max(32_768).meta({ writeOnly: true, format: "password" });

export const Secret = z.object({
  name: SecretName,
  description: z.string(),
  /** Counts the values it had. */
  version: z.int().positive(),
  /** `locked`: sealed under a master key this server does not hold. */
  state: z.enum(["ready", "locked"]),
  /** What keeps it (a webhook, a mirror); null where a person set it by name. */
  managedBy: z.string().nullable(),
  createdBy: z.string(),
  updatedBy: z.string(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Secret = z.output<typeof Secret>;

const onSecret = (i: { name: string }) => ({ secret: i.name });

export const setSecret = operation({
  name: "secrets.set",
  kind: "call",
  summary: "Keep a secret under a name, or give it a new value; it is never shown again",
  http: { method: "PUT", path: "/secrets/{name}" },
  effect: "write",
  idempotent: false,
  permission: { action: "secret:write" },
  audit: { target: onSecret, redact: ["value"] },
  errors: ["conflict", "unavailable"],
  input: z.object({
    name: SecretName,
    value: SecretValue.meta({ description: "The secret itself; on the command line @file keeps it out of the history" }),
    description: z.string().max(500).optional().meta({ description: "What it is for; left as it is when absent" }),
  }),
  output: Secret,
});

export const listSecrets = operation({
  name: "secrets.list",
  kind: "call",
  summary: "List secrets by name, without their values",
  http: { method: "GET", path: "/secrets" },
  effect: "read",
  idempotent: true,
  permission: { action: "secret:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the name or description" }),
    managed: z.boolean().optional().meta({ description: "Only those kept by webhooks and mirrors, or only those set by people" }),
    sort: z.enum(["name", "updatedAt"]).default("name"),
    order: order.default("asc"),
  }),
  output: pageOf(Secret),
});

export const getSecret = operation({
  name: "secrets.get",
  kind: "call",
  summary: "Show what is known of a secret, without its value",
  http: { method: "GET", path: "/secrets/{name}" },
  effect: "read",
  idempotent: true,
  permission: { action: "secret:read", on: onSecret },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ name: SecretName }),
  output: Secret,
});

export const deleteSecret = operation({
  name: "secrets.delete",
  kind: "call",
  summary: "Delete a secret; whatever uses it stops working",
  http: { method: "DELETE", path: "/secrets/{name}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "secret:write", on: onSecret },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ name: SecretName }),
  output: z.object({ name: SecretName }),
  tool: { say: "Delete a secret of the workspace.", confirm: (i) => `Delete the secret ${i.name}; its value is gone for good` },
});

export const rotateSecrets = operation({
  name: "secrets.rotate",
  kind: "call",
  summary: "Seal every secret of the workspace anew under a fresh data key; values stay",
  http: { method: "POST", path: "/secrets/rotate" },
  effect: "write",
  idempotent: false,
  permission: { action: "secret:write" },
  audit: { redact: [] },
  errors: ["unavailable", "checks_failed"],
  input: z.object({}),
  output: z.object({ secrets: z.int(), masterKeyId: z.string() }),
});
