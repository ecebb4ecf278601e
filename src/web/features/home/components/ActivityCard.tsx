import { useQueries } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import { Link } from "react-router";
import { listAudit, type AuditRow } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { queryFor } from "../../../lib/query.ts";
import { initials } from "../../../lib/session.ts";
import { Card } from "../../../ui/Card.tsx";
import { useObjectLink } from "../../../ui/collection.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";
import { deeds } from "./deeds.ts";

const surfaces = ["web", "cli", "tools", "rest"] as const;
const shown = 6;

/** What people did last, not what their jobs wrote; not drawn for roles that may not read the audit log. */
export function ActivityCard() {
  const t = useT();
  const lists = useQueries({
    queries: surfaces.map((surface) => ({ ...queryFor(listAudit, { outcome: "done", surface, limit: 12 }), refetchInterval: 30_000 })),
  });
  const failed = lists.find((list) => list.error);
  if (failed?.error && problemOf(failed.error).code === "forbidden") return null;
  const rows = lists
    .flatMap((list) => list.data?.items ?? [])
    .filter((row) => !row.operation.startsWith("sessions."))
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .reduce<AuditRow[]>(merge, [])
    .slice(0, shown);
  return (
    <Card title={t("Recent activity")}>
      {failed ? (
        <ErrorState error={failed.error} what={t("The activity could not load.")} onRetry={() => void failed.refetch()} />
      ) : lists.some((list) => list.isPending) ? (
        <Loading rows={4} />
      ) : rows.length === 0 ? (
        <p className="pad t2">{t("Nothing has happened yet.")}</p>
      ) : (
        rows.map((row) => <Deed key={row.id} row={row} />)
      )}
    </Card>
  );
}

/** Equal acts of one person in a row are one line with their number. */
function merge(rows: AuditRow[], row: AuditRow): AuditRow[] {
  const last = rows.at(-1);
  if (last?.operation !== row.operation || last.actor?.id !== row.actor?.id) return [...rows, row];
  return [...rows.slice(0, -1), { ...last, count: last.count + row.count }];
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
        <b className="m">{name}</b>{" "}
        {to === undefined ? (
          <span className="t2">{what}</span>
        ) : (
          <Link to={to} className="underlined">
            {what}
          </Link>
        )}
        {row.count > 1 ? <span className="t3 num"> × {row.count}</span> : null}
      </span>
      <span className="sm t3 nowrap">
        <Time at={row.at} />
      </span>
    </div>
  );
}
