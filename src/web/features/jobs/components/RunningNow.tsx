import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { listJobs, type Job } from "../../../../capabilities/jobs/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Bar } from "../../../ui/Progress.tsx";
import { Async } from "../../../ui/states.tsx";

/** Running and queued jobs of the workspace, with progress. */
export default function RunningNow() {
  const t = useT();
  const place = usePlace();
  const jobs = useQuery({
    ...queryFor(listJobs, { state: ["running", "queued"], limit: 8 }),
    refetchInterval: (q) => ((q.state.data?.items.length ?? 0) > 0 ? 2500 : 12_000),
  });
  return (
    <Card
      title={t("Running now")}
      actions={
        <Link className="sm" to={place.at("jobs", null)}>
          {t("All jobs")}
        </Link>
      }
    >
      <Async query={jobs} what={t("The jobs could not load.")} rows={2} shape="block">
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad t2">{t("Nothing is running.")}</p>
          ) : (
            <div className="pad col">
              {items.map((job) => (
                <Row key={job.id} job={job} />
              ))}
            </div>
          )
        }
      </Async>
    </Card>
  );
}

function Row({ job }: { job: Job }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const share = job.total === null || job.total === 0 ? null : job.done / job.total;
  return (
    <div className="col g4">
      <div className="row sm">
        <Link to={place.at(`jobs/${job.id}`, null)} className="grow m ellipsis" style={{ color: "var(--text)" }}>
          {job.label}
        </Link>
        <span className="num t2 nowrap">
          {job.state === "queued"
            ? t("queued")
            : job.total === null
              ? job.message
              : t("{done} of {total}", { done: f.count(job.done), total: f.count(job.total) })}
        </span>
      </div>
      {job.state === "queued" ? <Bar share01={0} label={job.label} /> : <Bar share01={share} label={job.label} />}
    </div>
  );
}
