import { createContext, useContext } from "react";
import type { Profile } from "../../capabilities/identity/contract/profile.ts";
import type { Role } from "../../capabilities/identity/contract/shared.ts";
import type { Workspace } from "../../capabilities/identity/contract/workspaces.ts";

/** Who is signed in and where; filled by the app before any workspace page renders. */
export interface Session {
  profile: Profile | null;
  workspace: Workspace | null;
  workspaces: readonly Workspace[];
  role: Role | null;
  timeZone: string;
}

export const noSession: Session = {
  profile: null,
  workspace: null,
  workspaces: [],
  role: null,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

export const SessionContext = createContext<Session>(noSession);

/** The signed-in person, workspace, role and time zone. */
export function useSession(): Session {
  return useContext(SessionContext);
}

/** Up to two initials for an avatar. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? `${parts[0]?.[0] ?? ""}${parts.at(-1)?.[0] ?? ""}` : (parts[0] ?? "").slice(0, 2);
  return letters.toLocaleUpperCase();
}
