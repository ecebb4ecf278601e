import { useQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import { Link } from "react-router";
import { listAudit, type AuditRow } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { queryFor } from "../../../lib/query.ts";
import { initials } from "../../../lib/session.ts";
import { Card } from "../../../ui/Card.tsx";
import { useObjectLink } from "../../../ui/collection.tsx";
import { Async } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";
import { deeds } from "./deeds.ts";

/** The newest acts of the audit log; not drawn for roles that may not read it. */
export function ActivityCard() {
  const t = useT();
  const audit = useQuery({ ...queryFor(listAudit, { outcome: "done", limit: 20 }), refetchInterval: 20_000 });
  if (audit.error && problemOf(audit.error).code === "forbidden") return null;
  return (
    <Card title={t("Recent activity")}>
      <Async query={audit} what={t("The activity could not load.")} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad t2">{t("Nothing has happened yet.")}</p>
          ) : (
            items
              .filter((row) => !row.operation.startsWith("sessions."))
              .slice(0, 6)
              .map((row) => <Deed key={row.id} row={row} />)
          )
        }
      </Async>
    </Card>
  );
}

function Deed({ row }: { row: AuditRow }) {
  const t = useT();
  const link = useObjectLink();
  const name = row.actor?.name ?? t("Somebody");
  const deed = deeds[row.operation];
  const to = Object.entries(row.target)
    .map(([type, id]) => link(type, id, row.projectId))
    .find((address) => address !== null);
  const what = deed === undefined ? <span className="mono">{row.operation}</span> : t(deed);
  return (
    <div className="item">
      <span className="avatar" aria-hidden>
        {row.actor?.kind === "user" ? initials(name) : <Bot size={12} style={{ margin: "5px auto" }} />}
      </span>
      <span className="grow ellipsis">
        <b className="m">{name}</b> {to === undefined ? <span className="t2">{what}</span> : <Link to={to}>{what}</Link>}
        {row.count > 1 ? <span className="t3 num"> × {row.count}</span> : null}
      </span>
      <span className="sm t3 nowrap">
        <Time at={row.at} />
      </span>
    </div>
  );
}
