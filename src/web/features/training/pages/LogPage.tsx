import { useQuery } from "@tanstack/react-query";
import { jobLogs } from "../../../../capabilities/jobs/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { useJob } from "../../../lib/job.ts";
import { queryFor } from "../../../lib/query.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Card } from "../../../ui/Card.tsx";
import { LogView } from "../../../ui/LogView.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { TrainingFrame } from "../components/TrainingFrame.tsx";

/** What the trainer said, line by line. */
export default function LogPage() {
  return <TrainingFrame>{(training, live) => <Log jobId={training.jobId} label={training.name} live={live} />}</TrainingFrame>;
}

function Log({ jobId, label, live }: { jobId: string; label: string; live: boolean }) {
  const t = useT();
  const { lines } = useJob(live ? jobId : null);
  const stored = useQuery({ ...queryFor(jobLogs, { jobId, limit: 1000, order: "desc" }), refetchInterval: live ? 5000 : false });
  const older = (stored.data?.items ?? []).toReversed();
  const last = older.at(-1)?.line ?? 0;
  return (
    <Card
      title={t("Log")}
      remark={live ? t("live") : undefined}
      actions={
        <ObjectRef type="job" id={jobId} projectId={null}>
          {t("Show the job")}
        </ObjectRef>
      }
    >
      {stored.error ? (
        <ErrorState
          error={stored.error}
          what={t("The log could not load.")}
          stillWorks={t("The leaderboard is current.")}
          onRetry={() => void stored.refetch()}
        />
      ) : (
        <LogView lines={[...older, ...lines.filter((line) => line.line > last)]} label={label} following={live} />
      )}
    </Card>
  );
}
