import { Button } from "antd";
import { Link } from "react-router";
import { cancelJob, listJobs, type Job, type JobState } from "../../../../capabilities/jobs/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Bar, useNow } from "../../../ui/Progress.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { useSelection } from "../../../ui/table/useSelection.ts";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { tookMs } from "../components/words.ts";

const filters = { all: [], active: ["running", "queued"], failed: ["failed"], finished: ["finished"] } as const satisfies Record<string, readonly JobState[]>;
type Filter = keyof typeof filters;

export default function JobsPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const state = useUrlValue("state", "all");
  const chosen: Filter = state.value in filters ? (state.value as Filter) : "all";
  const list = useList(
    listJobs,
    { ...(place.projectId === null ? {} : { projectId: place.projectId }), ...(filters[chosen].length === 0 ? {} : { state: filters[chosen] }) },
    { key: "createdAt", order: "desc" },
    { refetchMs: 3000 },
  );
  const selection = useSelection<Job>();
  const cancel = useDo(cancelJob);
  const now = useNow(list.rows.some((job) => job.state === "running"));
  const columns: Column<Job>[] = [
    { key: "label", title: t("Job"), name: true, sort: "label", cell: (j) => <Link to={place.at(`jobs/${j.id}`)}>{j.label}</Link>, text: (j) => j.label },
    {
      key: "state",
      title: t("Status"),
      sort: "state",
      cell: (j) => <StatusIcon status={j.state} {...(j.cancelling ? { word: t("Cancelling") } : {})} />,
      text: (j) => j.state,
      narrow: "meta",
    },
    { key: "progress", title: t("Progress"), width: 200, cell: (j) => <JobBar job={j} />, text: (j) => (j.total === null ? "" : `${j.done}/${j.total}`) },
    { key: "took", title: t("Took"), align: "end", cell: (j) => f.duration(roundSeconds(tookMs(j, now))), text: (j) => tookMs(j, Date.now()), narrow: "value" },
    {
      key: "attempt",
      title: t("Try"),
      align: "end",
      cell: (j) => t("{n} of {all}", { n: j.attempt, all: j.attempts }),
      text: (j) => j.attempt,
      optional: true,
    },
    { key: "priority", title: t("Priority"), align: "end", sort: "priority", cell: (j) => f.count(j.priority), text: (j) => j.priority, optional: true },
    { key: "name", title: t("Kind"), sort: "name", cell: (j) => <span className="mono t2">{j.name}</span>, text: (j) => j.name },
    { key: "by", title: t("Asked by"), cell: (j) => <span className="t2">{j.requestedBy.name}</span>, text: (j) => j.requestedBy.name },
    { key: "createdAt", title: t("Asked"), sort: "createdAt", align: "end", cell: (j) => <Time at={j.createdAt} />, text: (j) => j.createdAt, narrow: "value" },
  ];
  return (
    <Page title={t("Jobs")} meta={<span>{t("Profiles, cleanings, trainings and batches of this workspace. They go on when you leave.")}</span>}>
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Jobs")}
          list={list}
          columns={columns}
          rowKey={(j) => j.id}
          filterLabel={t("Filter jobs")}
          selection={selection}
          bulk={(rows, clear) => (
            <Button
              size="small"
              onClick={() => {
                for (const job of rows.filter((r) => r.state === "running" || r.state === "queued")) cancel.mutate({ jobId: job.id });
                clear();
              }}
            >
              {t("Cancel")}
            </Button>
          )}
          tools={
            <Segments<Filter>
              label={t("Status")}
              value={chosen}
              onChange={state.choose}
              options={[
                { value: "all", label: t("All") },
                { value: "active", label: t("Active") },
                { value: "failed", label: t("Failed") },
                { value: "finished", label: t("Finished") },
              ]}
            />
          }
          empty={
            <Empty
              say={
                chosen === "all" ? t("Nothing has run yet. Profiling, cleaning, training and batch predictions show up here.") : t("No job is in this state.")
              }
            />
          }
        />
      </div>
    </Page>
  );
}

function roundSeconds(ms: number | null): number | null {
  return ms === null || ms < 1000 ? ms : Math.floor(ms / 1000) * 1000;
}

function JobBar({ job }: { job: Job }) {
  const t = useT();
  const f = useFormat();
  if (job.state === "queued") return <span className="t3 ellipsis">{job.waiting ?? t("waits for a worker")}</span>;
  if (job.state === "failed") return <span className="err ellipsis">{job.error}</span>;
  if (job.state !== "running")
    return <span className="t3 num">{job.total === null ? "" : t("{done} of {total}", { done: f.count(job.done), total: f.count(job.total) })}</span>;
  return (
    <span className="row">
      <span className="grow">
        <Bar share01={job.total === null || job.total === 0 ? null : job.done / job.total} label={job.label} />
      </span>
      <span className="num t2 sm">{job.total === null ? "" : f.percent(job.done / job.total, 0)}</span>
    </span>
  );
}
