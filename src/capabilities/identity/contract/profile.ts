import * as z from "zod";
import { operation } from "../../../kernel/contract/operation.ts";
import { Email, Name } from "./shared.ts";

export const Theme = z.enum(["dark", "light", "system"]);

/** BCP 47, e.g. `en` or `pt-BR`. */
export const Language = z
  .string()
  .max(12)
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, "a language reads en or pt-BR");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** IANA name, e.g. `Europe/Berlin`. */
export const TimeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/)
  .refine(isTimeZone, "not a time zone; use a name like Europe/Berlin or UTC");

export const Profile = z.object({
  id: z.uuid(),
  name: Name,
  email: Email,
  language: Language,
  timeZone: TimeZone,
  theme: Theme,
  /** False until the person of a one-time link has chosen one at `POST /auth/password`. */
  hasPassword: z.boolean(),
});
export type Profile = z.output<typeof Profile>;

export const getProfile = operation({
  name: "profile.get",
  kind: "call",
  summary: "Show your profile",
  http: { method: "GET", path: "/profile" },
  effect: "read",
  idempotent: true,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({}),
  output: Profile,
});

export const updateProfile = operation({
  name: "profile.update",
  kind: "call",
  summary: "Change your name, language, time zone or theme",
  http: { method: "PATCH", path: "/profile" },
  effect: "write",
  idempotent: true,
  permission: { action: "self" },
  audit: { redact: [] },
  errors: ["not_found"],
  undoable: true,
  input: z.object({ name: Name.optional(), language: Language.optional(), timeZone: TimeZone.optional(), theme: Theme.optional() }),
  output: Profile,
});
