import * as z from "zod";
import { idOf } from "../../../kernel/contract/common.ts";

export const WorkspaceId = idOf("workspace");
export const UserId = idOf("member");

export const Role = z.enum(["admin", "project_manager", "data_scientist", "viewer"]);
export type Role = z.output<typeof Role>;

/** A name people type: 1 to 120 characters in one line, at least one of them visible. */
export const Name = z
  .string()
  .min(1)
  .max(120)
  .regex(/\S/, "needs a visible character")
  .regex(/^\P{Cc}*$/u, "holds a line break or control character");

export const Email = z.email().max(254);

/** 10 to 128 characters; length is what counts. */
export const Password = z.string().min(10, "a password has at least 10 characters").max(128);

/** A one-time secret out of a link. */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "not a link of this installation");

export const order = z.enum(["asc", "desc"]);
