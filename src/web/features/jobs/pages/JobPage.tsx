import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { RotateCcw, Square } from "lucide-react";
import { useParams } from "react-router";
import { cancelJob, jobLogs, retryJob, type Job, type LogLine } from "../../../../capabilities/jobs/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { hasEnded, useJob } from "../../../lib/job.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyId } from "../../../ui/Copy.tsx";
import { LogView } from "../../../ui/LogView.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Progress, useNow } from "../../../ui/Progress.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { StatusChip } from "../../../ui/StatusIcon.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { tookMs } from "../components/words.ts";

/** One job: what it does now, its log, cancel and run again. */
export default function JobPage() {
  const t = useT();
  const { jobId = "" } = useParams();
  const { job, lines, error } = useJob(jobId);
  if (job) return <JobView job={job} live={lines} />;
  return <Page title={t("Job")}>{error ? <ErrorState error={error} what={t("The job could not load.")} /> : <Loading shape="block" />}</Page>;
}

function JobView({ job, live }: { job: Job; live: readonly LogLine[] }) {
  const t = useT();
  const f = useFormat();
  const ended = hasEnded(job);
  const now = useNow(!ended);
  const logs = useQuery({ ...queryFor(jobLogs, { jobId: job.id, limit: 1000, order: "desc" }), refetchInterval: ended ? false : 5000 });
  const cancel = useDo(cancelJob);
  const retry = useDo(retryJob);
  const stored = (logs.data?.items ?? []).toReversed();
  const last = stored.at(-1)?.line ?? 0;
  const all = [...stored, ...live.filter((line) => line.line > last)];
  return (
    <Page
      title={job.label}
      chips={<StatusChip status={job.state} {...(job.cancelling ? { word: t("Cancelling") } : {})} />}
      meta={
        <>
          <span>{t("asked by {name}", { name: job.requestedBy.name })}</span>
          <span>
            <Time at={job.createdAt} />
          </span>
          <span className="mono">{job.name}</span>
          <CopyId id={job.id} />
        </>
      }
      actions={
        ended ? (
          job.state === "finished" ? undefined : (
            <Button icon={<RotateCcw />} loading={retry.isPending} onClick={() => retry.mutate({ jobId: job.id })}>
              {t("Run again")}
            </Button>
          )
        ) : (
          <Button danger icon={<Square />} disabled={job.cancelling} loading={cancel.isPending} onClick={() => cancel.mutate({ jobId: job.id })}>
            {t("Cancel the job")}
          </Button>
        )
      }
    >
      {ended ? null : (
        <div className="card pad">
          <Progress
            title={job.waiting ?? (job.message === "" ? job.label : job.message)}
            label={job.label}
            done={job.done}
            total={job.total}
            startedAt={job.startedAt}
          />
        </div>
      )}
      {job.error === null ? null : (
        <div className="card">
          <ErrorState
            error={new Error(job.error)}
            what={t("{label} failed.", { label: job.label })}
            {...(ended ? { onRetry: () => retry.mutate({ jobId: job.id }) } : {})}
          />
        </div>
      )}
      <div className="columns">
        <div>
          <Card title={t("Log")} remark={ended ? undefined : t("live")}>
            {logs.error ? (
              <ErrorState error={logs.error} what={t("The log could not load.")} onRetry={() => void logs.refetch()} />
            ) : (
              <LogView lines={all} label={job.label} following={!ended} />
            )}
          </Card>
        </div>
        <div>
          <Card title={t("Facts")} pad>
            <Facts
              facts={[
                [t("Took"), f.duration(tookMs(job, now))],
                [t("Started"), <Time key="s" at={job.startedAt} />],
                [t("Ended"), <Time key="e" at={job.endedAt} />],
                [t("Try"), t("{n} of {all}", { n: job.attempt, all: job.attempts })],
                [t("Priority"), f.count(job.priority)],
                [t("Progress"), job.total === null ? f.count(job.done) : t("{done} of {total}", { done: f.count(job.done), total: f.count(job.total) })],
              ]}
            />
          </Card>
        </div>
      </div>
    </Page>
  );
}
