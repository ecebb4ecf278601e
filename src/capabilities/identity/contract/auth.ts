import * as z from "zod";
import { Email, LinkToken, Name, Password, WorkspaceId } from "./shared.ts";

/** Bodies and answers of the ceremonies at `/auth/*`; they are not operations: nobody is signed in yet. */
export const SignUp = z.object({ name: Name, email: Email, password: Password, invitation: LinkToken.optional() });
export type SignUp = z.output<typeof SignUp>;

export const SignIn = z.object({ email: Email, password: z.string().min(1).max(128), remember: z.boolean().default(true) });
export type SignIn = z.output<typeof SignIn>;

export const SetPassword = z.object({
  password: Password,
  /** Required once a password is set. */
  currentPassword: z.string().max(128).optional(),
  /** Address to sign in with; may be given while no password is set. */
  email: Email.optional(),
});
export type SetPassword = z.output<typeof SetPassword>;

export const CliLogin = z.object({
  email: Email,
  password: z.string().min(1).max(128),
  /** Name of the key: the machine it is for. */
  name: Name,
  workspaceId: WorkspaceId.optional(),
});
export type CliLogin = z.output<typeof CliLogin>;

/** Who is signed in by cookie. */
export interface SignedInPerson {
  id: string;
  name: string;
  email: string;
}

export const OpenLink = z.object({ token: LinkToken });
