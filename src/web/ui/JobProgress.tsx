import { cancelJob, type Job } from "../../capabilities/jobs/contract.ts";
import { useT } from "../lib/i18n.ts";
import { hasEnded, useJob } from "../lib/job.ts";
import { useAct } from "../lib/query.ts";
import { Progress } from "./Progress.tsx";
import { ErrorState } from "./states.tsx";

/** Live progress of one job with cancel; calls `onEnd` once and shows the reason of a failure. */
export function JobProgress({ jobId, also, onEnd, unit }: { jobId: string; also?: readonly string[]; onEnd?(job: Job): void; unit?: string }) {
  const t = useT();
  const { job, error } = useJob(jobId, { ...(also ? { also } : {}), ...(onEnd ? { onEnd } : {}) });
  const cancel = useAct(cancelJob);
  if (error) return <ErrorState error={error} what={t("The progress could not load.")} />;
  if (job === null) return <Progress title={t("Starting")} label={t("Starting")} done={0} total={null} startedAt={null} />;
  if (job.state === "failed")
    return <ErrorState error={new Error(job.error ?? t("The job failed without a message."))} what={t("{label} failed.", { label: job.label })} />;
  if (hasEnded(job)) return null;
  return (
    <Progress
      title={job.label}
      label={job.label}
      done={job.done}
      total={job.total}
      startedAt={job.startedAt}
      message={job.waiting ?? job.message}
      {...(unit === undefined ? {} : { unit })}
      cancelling={job.cancelling || cancel.isPending}
      onCancel={() => cancel.mutate({ jobId: job.id })}
    />
  );
}
