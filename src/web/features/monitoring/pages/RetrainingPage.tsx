import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { retrain, retrainingAdvice } from "../../../../capabilities/monitoring/contract.ts";
import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { confirm } from "../../../ui/Confirm.tsx";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { Async } from "../../../ui/states.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { Challenger } from "../components/Challenger.tsx";
import { MonitorFrame } from "../components/MonitorFrame.tsx";
import { Tiers } from "../components/Tiers.tsx";
import { useView } from "../hooks/useView.ts";

interface Started {
  jobId: string;
  trainingId: string;
  sameData: boolean;
  datasetVersion: number;
}

/** Whether to retrain and why; the button; the challenger beside what serves. */
export default function RetrainingPage() {
  const [started, setStarted] = useState<Started | null>(null);
  return (
    <MonitorFrame actions={(current) => <Retrain current={current} onStarted={setStarted} />}>
      {(current) => <Retraining current={current} started={started} />}
    </MonitorFrame>
  );
}

function useAdvice(current: Current) {
  const { hours, source } = useView();
  return useQuery({ ...queryFor(retrainingAdvice, { deploymentId: current.deploymentId, hours, source }), refetchInterval: 10_000 });
}

function Retrain({ current, onStarted }: { current: Current; onStarted(started: Started): void }) {
  const t = useT();
  const advice = useAdvice(current);
  const act = useDo(retrain, { also: ["training", "jobs"], onDone: onStarted });
  const version = advice.data?.newestDatasetVersion ?? null;
  const ask = async () => {
    const same = version !== null && version === advice.data?.trainedOnVersion;
    const answer = await confirm({
      title: t("Retrain {name}", { name: current.name }),
      effect: t("It trains again with the settings of what serves. Nothing is replaced: the result is a challenger to compare and register."),
      facts: [
        [t("Data"), version === null ? t("newest version") : t("version {version}", { version })],
        [
          t("Trained on before"),
          advice.data?.trainedOnVersion === null || !advice.data ? t("not recorded") : t("version {version}", { version: advice.data.trainedOnVersion }),
        ],
        ...(same ? [[t("New data"), t("none: the same version as before")] as const] : []),
        [t("Undo"), t("cancel it at any time")],
      ],
      act: t("Retrain"),
    });
    if (answer) act.mutate({ deploymentId: current.deploymentId });
  };
  return (
    <Button type="primary" icon={<RefreshCw />} loading={act.isPending} onClick={() => void ask()}>
      {version === null ? t("Retrain") : t("Retrain on data v{version}", { version })}
    </Button>
  );
}

function Retraining({ current, started }: { current: Current; started: Started | null }) {
  const t = useT();
  const advice = useAdvice(current);
  const challenger = useUrlValue("challenger");
  return (
    <>
      <Async query={advice} what={t("The advice could not load.")} shape="block">
        {(data) => <Tiers advice={data} />}
      </Async>
      <div className="columns">
        <div>
          {started === null || challenger.value === started.trainingId ? null : (
            <div className="card pad col">
              <JobProgress
                jobId={started.jobId}
                also={["training", "runs", "monitoring"]}
                onEnd={(job) => {
                  if (job.state === "finished") challenger.choose(started.trainingId);
                }}
              />
              <span className="sm">
                <ObjectRef type="training" id={started.trainingId} projectId={current.projectId}>
                  {t("Open the training")}
                </ObjectRef>
              </span>
            </div>
          )}
          <Challenger current={current} />
        </div>
        <div>
          <Card title={t("Data")} pad>
            <Async query={advice} what={t("The advice could not load.")} rows={2} shape="block">
              {(data) => (
                <Facts
                  facts={[
                    [t("Serves"), t("{name} v{version}", { name: current.modelName, version: current.modelVersion })],
                    [t("Trained on"), data.trainedOnVersion === null ? t("not recorded") : t("dataset version {version}", { version: data.trainedOnVersion })],
                    [
                      t("Newest data"),
                      data.newestDatasetVersion === null ? t("not recorded") : t("dataset version {version}", { version: data.newestDatasetVersion }),
                    ],
                    [t("Judged from"), data.source === "simulated" ? t("simulated rows") : t("real rows")],
                    [t("Retrains by itself"), t("no, a person starts it here")],
                  ]}
                />
              )}
            </Async>
          </Card>
        </div>
      </div>
    </>
  );
}
