import { useSession } from "../../../lib/session.ts";

/** Whether this person may change mirrors and webhooks; the server decides again. */
export function useManages(): boolean {
  const { role } = useSession();
  return role === "admin" || role === "project_manager";
}
