import { useQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import { listAudit } from "../../../../capabilities/governance/contract.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { queryFor } from "../../../lib/query.ts";
import { initials } from "../../../lib/session.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Async } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";

/** The newest acts of the audit log; not drawn for roles that may not read it. */
export function ActivityCard() {
  const t = useT();
  const audit = useQuery({ ...queryFor(listAudit, { outcome: "done", limit: 8 }), refetchInterval: 20_000 });
  if (audit.error && problemOf(audit.error).code === "forbidden") return null;
  return (
    <Card title={t("Recent activity")}>
      <Async query={audit} what={t("The activity could not load.")} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad t2">{t("Nothing has happened yet.")}</p>
          ) : (
            items.slice(0, 6).map((row) => {
              const [type, id] = Object.entries(row.target)[0] ?? [];
              const name = row.actor?.name ?? t("Somebody");
              return (
                <div key={row.id} className="item">
                  <span className="avatar" aria-hidden>
                    {row.actor?.kind === "user" ? initials(name) : <Bot size={12} style={{ margin: "5px auto" }} />}
                  </span>
                  <span className="grow ellipsis">
                    <Say m="<b>{name}</b> <o>{operation}</o>" v={{ name, operation: row.operation }} tags={{ b: (p) => <b className="m">{p}</b>, o: (p) => <span className="mono t2">{p}</span> }} />
                    {type !== undefined && id !== undefined ? (
                      <>
                        {" "}
                        <span className="sm">
                          <ObjectRef type={type} id={id} projectId={row.projectId}>
                            {t("open {type}", { type })}
                          </ObjectRef>
                        </span>
                      </>
                    ) : null}
                  </span>
                  <span className="sm t3 nowrap">
                    <Time at={row.at} />
                  </span>
                </div>
              );
            })
          )
        }
      </Async>
    </Card>
  );
}
