import type { Role } from "../../../../capabilities/identity/contract/shared.ts";
import { msg } from "../../../lib/i18n.ts";

const everyone: readonly Role[] = ["admin", "project_manager", "data_scientist", "viewer"];
const builders: readonly Role[] = ["admin", "project_manager", "data_scientist"];
const leaders: readonly Role[] = ["admin", "project_manager"];

/** What each role may do, in words; a test compares it with the server's own rule. */
export const roleRights: readonly { action: `${string}:${string}`; label: string; roles: readonly Role[] }[] = [
  { action: "dataset:read", label: msg("Read data, runs, models"), roles: everyone },
  { action: "chat:self", label: msg("Ask the assistant"), roles: everyone },
  { action: "dataset:write", label: msg("Upload and clean data"), roles: builders },
  { action: "training:write", label: msg("Train, log runs"), roles: builders },
  { action: "model:promote", label: msg("Promote a model, production asks approval"), roles: builders },
  { action: "deployment:write", label: msg("Deploy and roll back"), roles: builders },
  { action: "approval:decide", label: msg("Approve, never own requests"), roles: leaders },
  { action: "project:write", label: msg("Make and change projects"), roles: leaders },
  { action: "mirror:write", label: msg("Send runs and events to outside systems"), roles: leaders },
  { action: "audit:read", label: msg("Read the audit log"), roles: leaders },
  { action: "member:admin", label: msg("Members, roles, invitations"), roles: ["admin"] },
  { action: "secret:write", label: msg("Set and delete secrets"), roles: ["admin"] },
];
