import type { SetPassword } from "../../capabilities/identity/contract/auth.ts";
import { headersFor } from "./client.ts";
import { offlineProblem, problemFrom } from "./problem.ts";

/** What a page without a session may know. */
export interface SignInState {
  /** No person exists yet: the first one becomes administrator. */
  firstStart: boolean;
  registration: "open" | "invitation";
}

async function ceremony<T>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
  const response = await fetch(`/auth/${path}`, {
    method,
    headers: { ...headersFor(method), ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : null,
    credentials: "same-origin",
  }).catch(() => {
    throw offlineProblem();
  });
  if (!response.ok) throw await problemFrom(response);
  return (await response.json().catch(() => ({}))) as T;
}

/** Query options of what the sign-in page must know. */
export const signInState = { queryKey: ["sessions.state"], queryFn: () => ceremony<SignInState>("GET", "state") };

/** Starts a session. @throws ProblemError; it never says whether the address exists. */
export async function signIn(email: string, password: string): Promise<void> {
  await ceremony("POST", "sign-in/email", { email, password });
}

/**
 * Makes an account and starts its session; `invitation` is the token that allows it where accounts are by invitation.
 * The server answers alike for a free and a taken address; for a taken one the sign-in is refused.
 */
export async function signUp(name: string, email: string, password: string, invitation?: string): Promise<void> {
  await ceremony("POST", "sign-up/email", { name, email, password, ...(invitation === undefined ? {} : { invitation }) });
  await signIn(email, password);
}

/** Keeps the session alive while the page is used; the server prolongs it once a day. */
export async function prolongSession(): Promise<void> {
  await ceremony("GET", "session").catch(() => null);
}

/** Starts a session by a one-time link. */
export async function signInByLink(token: string): Promise<void> {
  await ceremony("POST", "link", { token });
}

export async function signOut(): Promise<void> {
  await ceremony("POST", "sign-out", {});
}

/** Chooses the first password, or another one; every other session is signed out. */
export async function changePassword(values: SetPassword): Promise<void> {
  await ceremony("POST", "password", values);
}
