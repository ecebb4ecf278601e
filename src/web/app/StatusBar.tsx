import { useQuery } from "@tanstack/react-query";
import { CircleDot, LoaderCircle, RefreshCw, Timer, WifiOff } from "lucide-react";
import { Link } from "react-router";
import { listJobs, type Job } from "../../capabilities/jobs/contract.ts";
import { useFormat } from "../lib/format.ts";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { queryFor } from "../lib/query.ts";
import { useLostSince } from "../lib/reach.ts";
import { useSession } from "../lib/session.ts";
import { useLiveState } from "../lib/watch.ts";
import { Bar, useNow } from "../ui/Progress.tsx";

const busyMs = 2_500;
const calmMs = 12_000;

/** My running jobs at left; live state and time zone at right. */
export function StatusBar() {
  const t = useT();
  const place = usePlace();
  const { timeZone } = useSession();
  const jobs = useQuery({
    ...queryFor(listJobs, { mine: true, state: ["running", "queued"], limit: 50 }),
    refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > 0 ? busyMs : calmMs),
  });
  const items = jobs.data?.items ?? [];
  const running = items.filter((job) => job.state === "running");
  const first = running[0];
  return (
    <footer className="status" aria-label={t("Status")}>
      {jobs.data === undefined ? null : running.length === 0 ? (
        <Link to={place.at("jobs", null)} className="t3">
          {t("Nothing is running")}
        </Link>
      ) : (
        <Link to={place.at("jobs", null)} className="row g6">
          <LoaderCircle size={14} aria-hidden className="spin" color="var(--primary)" />
          <b className="m">{t("{n, plural, other {# running}}", { n: running.length })}</b>
        </Link>
      )}
      {first ? <RunningJob job={first} /> : null}
      {jobs.data === undefined ? null : <span className="t3">{t("{n, plural, other {# queued}}", { n: items.length - running.length })}</span>}
      <span className="end row g16">
        <Live />
        <span>{timeZone}</span>
      </span>
    </footer>
  );
}

function RunningJob({ job }: { job: Job }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const now = useNow(true);
  const share = job.total === null || job.total === 0 ? null : job.done / job.total;
  const elapsed = job.startedAt === null ? 0 : now - new Date(job.startedAt).getTime();
  const left = share !== null && share > 0.05 && elapsed > 3000 ? (elapsed / share) * (1 - share) : null;
  return (
    <span className="row g6 status-job">
      <Link to={place.at(`jobs/${job.id}`, null)} className="ellipsis">
        {job.label}
      </Link>
      <span style={{ width: 72 }}>
        <Bar share01={share} label={job.label} />
      </span>
      {job.total === null ? null : <span className="num">{t("{done} of {total}", { done: f.count(job.done), total: f.count(job.total) })}</span>}
      {left === null ? null : (
        <span className="row g4">
          <Timer size={14} aria-hidden />
          {t("{time} left", { time: f.estimate(left) })}
        </span>
      )}
    </span>
  );
}

function Live() {
  const t = useT();
  const f = useFormat();
  const { state, since } = useLiveState();
  const unreached = useLostSince();
  const lost = unreached ?? (state === "offline" ? since : null);
  if (lost !== null)
    return (
      <span className="row g6 warn" role="status">
        <WifiOff size={14} aria-hidden />
        {t("Offline since {time}", { time: f.clock(new Date(lost)) })}
      </span>
    );
  if (state === "reconnecting")
    return (
      <span className="row g6">
        <RefreshCw size={14} aria-hidden />
        {t("Reconnecting")}
      </span>
    );
  return (
    <span className="row g6">
      <CircleDot size={14} aria-hidden color="var(--ok)" />
      {t("Live")}
    </span>
  );
}
