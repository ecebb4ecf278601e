import { CircleX } from "lucide-react";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyId } from "../../../ui/Copy.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { ChildRuns } from "../components/ChildRuns.tsx";
import { MetricsTable } from "../components/MetricsTable.tsx";
import { RunFrame } from "../components/RunFrame.tsx";
import { Note } from "../components/Note.tsx";
import { Tags } from "../components/Tags.tsx";

/** First tab of a run: its metrics, its parts, where it comes from. */
export default function RunPage() {
  return <RunFrame>{(run) => <Overview run={run} />}</RunFrame>;
}

function Overview({ run }: { run: Run }) {
  const t = useT();
  const f = useFormat();
  return (
    <>
      {run.error === null ? null : (
        <div className="note err" role="alert">
          <CircleX size={16} aria-hidden />
          <span>
            <b>{t("The run failed.")}</b> {run.error}
          </span>
        </div>
      )}
      <div className="columns">
        <div>
          <MetricsTable run={run} />
          <ChildRuns run={run} />
        </div>
        <div>
          <Note run={run} />
          <Tags run={run} />
          <Card title={t("Facts")} pad>
            <Facts
              facts={[
                [t("Started"), f.exact(run.startedAt)],
                [t("Ended"), f.exact(run.endedAt)],
                [t("By"), run.createdBy],
                ...(run.jobId === null
                  ? []
                  : ([
                      [
                        t("Job"),
                        <ObjectRef key="job" type="job" id={run.jobId} projectId={null}>
                          {t("Show the job")}
                        </ObjectRef>,
                      ],
                    ] as const)),
                [t("Run"), <CopyId key="id" id={run.id} />],
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  );
}
