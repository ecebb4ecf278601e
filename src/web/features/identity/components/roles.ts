import type { Role } from "../../../../capabilities/identity/contract/shared.ts";
import { msg, useT } from "../../../lib/i18n.ts";

export const roleNames: Record<Role, string> = {
  admin: msg("Admin"),
  project_manager: msg("Project Manager"),
  data_scientist: msg("Data Scientist"),
  viewer: msg("Viewer"),
};

/** Name of a role in the page's language. */
export function useRoleName(): (role: Role) => string {
  const t = useT();
  return (role) => t(roleNames[role]);
}

/** Options of a role choice. */
export function useRoleOptions(): { value: Role; label: string }[] {
  const t = useT();
  return (Object.keys(roleNames) as Role[]).map((value) => ({ value, label: t(roleNames[value]) }));
}
