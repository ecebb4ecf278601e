import type { AsyncLocalStorage } from "node:async_hooks";
import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import type { Database, Journal, Log } from "../../../kernel/ports.ts";
import type { Authenticator } from "../authenticator.ts";
import { cookieOf, sessionCookieName, sessionTokenOf, signSessionCookie } from "../domain/credentials.ts";
import { sessionSeconds, type Auth } from "./better-auth.ts";
import type { From } from "./entries.ts";
import type { Limits } from "./limits.ts";

/** What a row that better-auth is about to insert belongs to. */
export interface Ceremony {
  from: From;
  invitation?: string | undefined;
}

export interface Tools {
  db: Database;
  journal: Journal;
  log: Log;
  auth: Auth;
  authenticator: Pick<Authenticator, "forget" | "actorById">;
  secret: string;
  secure: boolean;
  registration: "open" | "invitation";
  limits: Limits;
  now(): Date;
  under: AsyncLocalStorage<Ceremony>;
}

/** An answer with the cookies it sets. */
export interface Answer<T> {
  body: T;
  cookies: string[];
}

/** One sentence for an unknown address and a wrong password: neither tells which it was. */
export function wrongCredentials(): Refusal {
  return refuse("unauthenticated", "The e-mail address or the password is wrong.", "Check both. Who runs this installation can make a one-time sign-in link.");
}

export function notSignedIn(): Refusal {
  return refuse("unauthenticated", "You are not signed in.", "Sign in first.");
}

/** The session token of a request's cookies, null when none of ours is there. */
export function presentedToken({ secure, secret }: Pick<Tools, "secure" | "secret">, cookie: string | undefined): string | null {
  const value = cookie === undefined ? null : cookieOf(cookie, sessionCookieName(secure));
  return value === null ? null : sessionTokenOf(value, secret);
}

function cookie({ secure }: Pick<Tools, "secure">, value: string, maxAgeS: number): string {
  return `${sessionCookieName(secure)}=${value}; Max-Age=${maxAgeS}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

export function sessionCookie(tools: Pick<Tools, "secure" | "secret">, token: string): string {
  return cookie(tools, signSessionCookie(token, tools.secret), sessionSeconds);
}

export function endedCookie(tools: Pick<Tools, "secure">): string {
  return cookie(tools, "", 0);
}
