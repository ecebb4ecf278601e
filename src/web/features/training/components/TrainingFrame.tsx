import { Button } from "antd";
import { Database, Download, Square } from "lucide-react";
import type { ReactNode } from "react";
import { cancelTraining, downloadTraining, type Training } from "../../../../capabilities/training/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { problemOf } from "../../../lib/problem.ts";
import { download } from "../../../lib/transfer.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { CopyId } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { StatusChip } from "../../../ui/StatusIcon.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useTraining } from "../hooks/useTraining.ts";
import "./training.css";
import { metricWord } from "./metrics.ts";
import { taskShort } from "./words.ts";

/** Title, facts, acts and tabs of a training; the tab's content gets it, live. */
export function TrainingFrame({ children }: { children(training: Training, live: boolean): ReactNode }) {
  const t = useT();
  const place = usePlace();
  const { query, live } = useTraining();
  const training = query.data;
  const cancel = useDo(cancelTraining, {
    also: ["jobs", "runs"],
    onDone: () => toast({ tone: "done", text: t("The training stops. Finished candidates are kept.") }),
  });
  const crumbs = [{ label: t("Training"), to: place.at("training") }];
  if (!training)
    return (
      <Page title={t("Training")} crumbs={crumbs}>
        {query.error ? (
          <ErrorState error={query.error} what={t("The training could not load.")} onRetry={() => void query.refetch()} />
        ) : (
          <Loading shape="block" />
        )}
      </Page>
    );
  const save = () =>
    void download(downloadTraining, { trainingId: training.id }).catch((error: unknown) => {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    });
  return (
    <Page
      title={training.name}
      crumbs={crumbs}
      chips={
        <>
          <StatusChip status={training.status} />
          <span className="chip">{t(taskShort[training.task])}</span>
        </>
      }
      meta={
        <>
          <span>
            <Database size={14} aria-hidden />
            <ObjectRef type="dataset" id={training.datasetId} projectId={training.projectId}>
              {t("dataset, version {n}", { n: training.version })}
            </ObjectRef>
          </span>
          <span>{t("predicts {target}", { target: training.target })}</span>
          <span>
            {t("{metric}, {n}-fold cross-validation, seed {seed}", { metric: metricWord(training.primaryMetric), n: training.folds, seed: training.seed })}
          </span>
          <span>
            <Time at={training.createdAt} />
          </span>
          <CopyId id={training.id} />
        </>
      }
      actions={
        live ? (
          <Button danger icon={<Square />} loading={cancel.isPending} onClick={() => cancel.mutate({ trainingId: training.id })}>
            {t("Stop")}
          </Button>
        ) : training.candidates.some((c) => c.status === "finished") ? (
          <Button icon={<Download />} onClick={save}>
            {t("Download zip")}
          </Button>
        ) : undefined
      }
      tabs={
        <Tabs
          base={place.at(`training/${training.id}`)}
          tabs={[
            { key: "", label: t("Leaderboard") },
            { key: "plots", label: t("Plots") },
            { key: "columns", label: t("Columns"), count: training.columns.length },
            { key: "log", label: t("Log") },
          ]}
        />
      }
    >
      {children(training, live)}
    </Page>
  );
}
