import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Activity, CircleX, Plus, ShieldCheck, TriangleAlert } from "lucide-react";
import { useNavigate } from "react-router";
import { listApprovals } from "../../../../capabilities/governance/contract.ts";
import { listJobs } from "../../../../capabilities/jobs/contract.ts";
import { monitoringCurrent } from "../../../../capabilities/monitoring/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { intlLocale, useLanguage, useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { SlotContents, useCollection } from "../../../ui/collection.tsx";
import { MetricCard } from "../../../ui/MetricCard.tsx";
import { Page } from "../../../ui/Page.tsx";
import { useNow } from "../../../ui/Progress.tsx";
import { ActivityCard } from "./ActivityCard.tsx";
import { ContinueCard } from "./ContinueCard.tsx";
import { Journey } from "./Journey.tsx";
import { NeedsYou } from "./NeedsYou.tsx";
import { ProductionCard } from "./ProductionCard.tsx";
import "./home.css";

const dayMs = 86_400_000;

/** What needs me, what serves, what runs. */
export function Overview() {
  const t = useT();
  const f = useFormat();
  const language = useLanguage();
  const place = usePlace();
  const navigate = useNavigate();
  const { profile, timeZone } = useSession();
  const now = useNow(false);
  const sections = new Set(useCollection().flatMap((m) => (m.navigation ?? []).map((item) => item.path)));
  const to = (section: string) => (sections.has(section) ? { to: place.at(section, null) } : {});
  const approvals = useQuery({ ...queryFor(listApprovals, { status: "pending", limit: 50 }), refetchInterval: 15_000 });
  const serving = useQuery({ ...queryFor(monitoringCurrent, { limit: 100 }), refetchInterval: 10_000 });
  const jobs = useQuery({ ...queryFor(listJobs, { state: ["failed", "running"], limit: 100 }), refetchInterval: 10_000 });
  const forMe = approvals.data?.items.filter((a) => a.maker.id !== profile?.id);
  const degraded = serving.data?.items.filter((d) => d.status === "degraded");
  const running = jobs.data?.items.filter((j) => j.state === "running");
  const failed = jobs.data?.items.filter((j) => j.state === "failed" && j.endedAt !== null && now - new Date(j.endedAt).getTime() < dayMs);
  const requests = serving.data?.items.reduce((sum, d) => sum + d.requestsPerS, 0);
  const today = new Intl.DateTimeFormat(intlLocale(language), { weekday: "long", day: "numeric", month: "long", timeZone }).format(now);
  const firstName = profile?.name.split(" ")[0] ?? "";
  const train = sections.has("training");
  return (
    <Page
      title={t("Home")}
      meta={
        <span>
          {forMe && running && failed
            ? t(
                "{today}, {name}. {need, plural, =0 {Nothing needs you} one {# thing needs you} other {# things need you}}, {running, plural, =0 {nothing runs} one {# runs} other {# run}}, {failed, plural, =0 {nothing failed since yesterday} one {# failed since yesterday} other {# failed since yesterday}}.",
                {
                  today,
                  name: firstName,
                  need: forMe.length,
                  running: running.length,
                  failed: failed.length,
                },
              )
            : t("{today}, {name}.", { today, name: firstName })}
        </span>
      }
      actions={
        <>
          {train ? <Button onClick={() => void navigate(place.at("training/new", null))}>{t("Train a model")}</Button> : null}
          <Button type="primary" icon={<Plus />} onClick={() => void navigate(place.at("projects/new", null))}>
            {t("New project")}
          </Button>
        </>
      }
    >
      <div className="grid c4 stretch">
        <MetricCard
          icon={TriangleAlert}
          label={t("Degraded deployments")}
          value={degraded === undefined ? f.count(null) : f.count(degraded.length)}
          tone={degraded && degraded.length > 0 ? "warn" : "plain"}
          remark={
            serving.error
              ? t("Could not load")
              : degraded === undefined
                ? ""
                : degraded.length > 0
                  ? f.list(degraded.slice(0, 2).map((d) => d.name))
                  : serving.data?.items.length === 0
                    ? t("Nothing is deployed yet.")
                    : t("of {n}, last 24 h", { n: serving.data?.items.length ?? 0 })
          }
          {...to("monitoring")}
        />
        <MetricCard
          icon={ShieldCheck}
          label={t("Approvals for you")}
          value={f.count(forMe?.length ?? null)}
          remark={approvals.error ? t("Could not load") : (forMe?.[0]?.summary ?? t("Nothing waits for you."))}
          {...to("approvals")}
        />
        <MetricCard
          icon={CircleX}
          label={t("Failed jobs, 24 h")}
          value={f.count(failed?.length ?? null)}
          tone={failed && failed.length > 0 ? "err" : "plain"}
          remark={jobs.error ? t("Could not load") : (failed?.[0]?.label ?? t("None"))}
          {...to("jobs")}
        />
        <MetricCard
          icon={Activity}
          label={t("Requests, all models")}
          value={requests === undefined ? f.count(null) : t("{n} / s", { n: f.metric(requests, "value") })}
          remark={t("last 60 s")}
          {...to("monitoring")}
        />
        <SlotContents slot="home.tile" />
      </div>
      <Journey />
      <div className="columns">
        <div>
          <ProductionCard query={serving} />
          <ActivityCard />
          <ContinueCard />
          <SlotContents slot="home.main" />
        </div>
        <div>
          <NeedsYou query={approvals} />
          <SlotContents slot="home.side" />
        </div>
      </div>
    </Page>
  );
}
