import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, ListChecks } from "lucide-react";
import { Button } from "antd";
import { Link, useLocation, useParams } from "react-router";
import { listApprovals, watchApprovals, type Approval } from "../../../../capabilities/governance/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { useWatch } from "../../../lib/watch.ts";
import { Page } from "../../../ui/Page.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useNarrow } from "../../../ui/useMedia.ts";
import { Request } from "../components/Request.tsx";
import { statusWords } from "../components/words.ts";
import "../components/governance.css";

type Show = "mine" | "asked" | "decided";

/** Requests that wait for another person: list, the request, the decision. */
export default function ApprovalsPage() {
  const t = useT();
  const place = usePlace();
  const client = useQueryClient();
  const narrow = useNarrow();
  const { search } = useLocation();
  const { approvalId } = useParams();
  const { profile } = useSession();
  const show = useUrlValue("show", "mine");
  const read = queryFor(listApprovals, { limit: 200 });
  const query = useQuery({ ...read, refetchInterval: 10_000 });
  useWatch(watchApprovals, {}, () => void invalidateNoun(client, "approvals"), { poll: [read.queryKey] });
  const all = query.data?.items ?? [];
  const mine = (a: Approval) => a.maker.id === profile?.id;
  const lists: Record<Show, readonly Approval[]> = {
    mine: all.filter((a) => a.status === "pending" && !mine(a)),
    asked: all.filter((a) => a.status === "pending" && mine(a)),
    decided: all.filter((a) => a.status !== "pending"),
  };
  const named = all.find((a) => a.id === approvalId);
  const kind: Show = named
    ? named.status !== "pending"
      ? "decided"
      : mine(named)
        ? "asked"
        : "mine"
    : show.value === "asked" || show.value === "decided"
      ? show.value
      : "mine";
  const shown = lists[kind];
  const chosen = approvalId ?? (narrow ? undefined : shown[0]?.id);
  const tab = (key: Show, label: string) => (
    <Link to={place.at("approvals", null) + (key === "mine" ? "" : `?show=${key}`)} aria-current={kind === key ? "page" : undefined}>
      {label}
      <span className={`count ${key === "mine" && lists[key].length > 0 ? "hot" : ""}`}>{lists[key].length}</span>
    </Link>
  );
  return (
    <Page
      title={t("Approvals")}
      flush
      actions={
        <Link to={place.at("approvals/rules", null)}>
          <Button icon={<ListChecks />}>{t("Rules")}</Button>
        </Link>
      }
      tabs={
        <nav className="tabs" aria-label={t("Which requests")}>
          {tab("mine", t("Waiting for me"))}
          {tab("asked", t("Asked by me"))}
          {tab("decided", t("Decided"))}
        </nav>
      }
    >
      <Async query={query} what={t("The requests could not load.")}>
        {() => (
          <div className={`inbox ${approvalId === undefined ? "" : "chosen"}`}>
            <div className="inbox-list">
              {shown.length === 0 ? (
                <Empty
                  say={
                    kind === "mine"
                      ? t("Nothing waits for you.")
                      : kind === "asked"
                        ? t("You asked for nothing that is still open.")
                        : t("Nothing was decided yet.")
                  }
                />
              ) : null}
              {shown.map((a) => (
                <Link key={a.id} to={place.at(`approvals/${a.id}`, null) + search} aria-current={a.id === chosen ? "page" : undefined}>
                  <span className="row top">
                    <span className="m grow">{a.summary}</span>
                    <span className="sm t3 nowrap">
                      <Time at={a.createdAt} />
                    </span>
                  </span>
                  <span className="row sm t2">
                    <span className="grow">{t("asked by {name}", { name: a.maker.name })}</span>
                    {a.status === "pending" ? null : <StatusIcon status={statusWords[a.status][0]} word={t(statusWords[a.status][1])} />}
                  </span>
                </Link>
              ))}
            </div>
            {chosen === undefined ? (
              <div className="inbox-detail">
                <p className="t2">{t("Choose a request to read what changes and what speaks for it.")}</p>
              </div>
            ) : (
              <Request
                key={chosen}
                approvalId={chosen}
                back={
                  narrow ? (
                    <Link to={place.at("approvals", null)} className="row sm">
                      <ArrowLeft size={14} aria-hidden />
                      {t("All requests")}
                    </Link>
                  ) : null
                }
              />
            )}
          </div>
        )}
      </Async>
    </Page>
  );
}
