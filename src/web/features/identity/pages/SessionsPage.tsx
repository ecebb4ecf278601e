import { Button } from "antd";
import { listSessions, revokeOtherSessions, revokeSession, type Session } from "../../../../capabilities/identity/contract/sessions.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";

/** Short name of a browser out of its long one. */
function browserName(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const name = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(userAgent);
  const system = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(userAgent);
  return name
    ? `${(name[1] ?? "").replace("Edg", "Edge").replace("OPR", "Opera")} ${name[2] ?? ""}${system ? `, ${system[1] ?? ""}` : ""}`
    : userAgent.slice(0, 60);
}

export default function SessionsPage() {
  const t = useT();
  const list = useList(listSessions, {}, { key: "createdAt", order: "desc" });
  const revoke = useDo(revokeSession);
  const others = useDo(revokeOtherSessions, {
    onDone: ({ revoked }) => toast({ tone: "done", text: t("{n, plural, one {# session signed out} other {# sessions signed out}}", { n: revoked }) }),
  });
  const columns: Column<Session>[] = [
    {
      key: "browser",
      title: t("Browser"),
      name: true,
      cell: (s) => (
        <span className="row g6">
          <span title={s.userAgent ?? ""}>{browserName(s.userAgent) ?? t("Unknown")}</span>
          {s.current ? <span className="chip">{t("this one")}</span> : null}
        </span>
      ),
      text: (s) => s.userAgent,
    },
    { key: "address", title: t("Address"), cell: (s) => <span className="mono">{s.address ?? "—"}</span>, text: (s) => s.address, narrow: "meta" },
    { key: "createdAt", title: t("Signed in"), sort: "createdAt", cell: (s) => <Time at={s.createdAt} />, text: (s) => s.createdAt, narrow: "meta" },
    { key: "expiresAt", title: t("Ends"), sort: "expiresAt", cell: (s) => <Time at={s.expiresAt} />, text: (s) => s.expiresAt },
    {
      key: "act",
      title: "",
      align: "end",
      narrow: "value",
      cell: (s) =>
        s.current ? null : (
          <Button size="small" onClick={() => revoke.mutate({ sessionId: s.id })}>
            {t("Sign out")}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={t("Sessions")}
      meta={<span>{t("Where you are signed in. One you do not know: sign it out and change your password.")}</span>}
      actions={
        <Button
          danger
          onClick={() =>
            void confirm({
              title: t("Sign out everywhere but here"),
              effect: t("All your other browsers are signed out within a second. API keys keep working."),
              act: t("Sign out the others"),
              danger: true,
            }).then((yes) => {
              if (yes) others.mutate({});
            })
          }
        >
          {t("Sign out the others")}
        </Button>
      }
    >
      <div className="card">
        <DataTable label={t("Sessions")} list={list} columns={columns} rowKey={(s) => s.id} empty={t("No session.")} />
      </div>
    </Page>
  );
}
