import { expect, test } from "vitest";
import { decide } from "../../../src/capabilities/identity/domain/roles.ts";
import { roleRights } from "../../../src/web/features/identity/components/roleRights.ts";

test("the table of roles in the settings says what the server decides", () => {
  for (const { action, label, roles } of roleRights)
    for (const role of ["admin", "project_manager", "data_scientist", "viewer"] as const) {
      const actor = { kind: "user", id: "u", name: "U", workspaceId: "w", role, projectGrants: {} } as const;
      expect(`${label}: ${role} ${decide(actor, action, null).allowed}`).toBe(`${label}: ${role} ${roles.includes(role)}`);
    }
});
