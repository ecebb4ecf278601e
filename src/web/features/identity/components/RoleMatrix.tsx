import { Check } from "lucide-react";
import type { Role } from "../../../../capabilities/identity/contract/shared.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { Scroll } from "../../../ui/Scroll.tsx";
import { roleRights } from "./roleRights.ts";
import { roleNames } from "./roles.ts";
import "../../../ui/table/table.css";

/** What each role may do. */
export function RoleMatrix() {
  const t = useT();
  const roles = Object.keys(roleNames) as Role[];
  return (
    <Card title={t("What each role may do")} remark={t("workspace defaults; a project can widen or narrow them")}>
      <Scroll label={t("What each role may do")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Action")}</th>
              {roles.map((role) => (
                <th key={role} scope="col" style={{ textAlign: "center" }}>
                  {t(roleNames[role])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {roleRights.map((row) => (
              <tr key={row.action}>
                <th scope="row">{t(row.label)}</th>
                {roles.map((role) => (
                  <td key={role}>
                    <span style={{ display: "grid", placeItems: "center" }}>
                      {row.roles.includes(role) ? (
                        <>
                          <Check size={14} aria-hidden color="var(--ok)" />
                          <span className="sr">{t("yes")}</span>
                        </>
                      ) : (
                        <>
                          <span aria-hidden className="t3">
                            —
                          </span>
                          <span className="sr">{t("no")}</span>
                        </>
                      )}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}
