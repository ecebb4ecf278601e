import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { GitCompare } from "lucide-react";
import { useNavigate, useParams } from "react-router";
import { getExperiment } from "../../../../capabilities/tracking/contract/experiments.ts";
import { listRuns, RunStatus, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { useNow } from "../../../ui/Progress.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty, ErrorState } from "../../../ui/states.tsx";
import { useSelection } from "../../../ui/table/useSelection.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { useRunColumns } from "../components/runColumns.tsx";
import "../components/tracking.css";

const script = `import mlflow

mlflow.set_tracking_uri("http://localhost:7300")
with mlflow.start_run(run_name="first"):
    mlflow.log_param("depth", 6)
    mlflow.log_metric("val_auc", 0.91)`;
const byCli = "./lumina runs create --name first";

/** Runs of one experiment, or of all: filtered and sorted by the server, by any metric. */
export default function RunsPage() {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const { experimentId } = useParams();
  const experiment = useQuery({ ...queryFor(getExperiment, { experimentId: experimentId ?? "" }), enabled: experimentId !== undefined });
  const status = useUrlValue("status", "all");
  const nested = useUrlValue("runs", "all");
  const chosen = RunStatus.options.find((s) => s === status.value);
  const list = useList(
    listRuns,
    {
      ...(place.projectId === null || experimentId !== undefined ? {} : { projectId: place.projectId }),
      ...(experimentId === undefined ? {} : { experimentId }),
      ...(chosen === undefined ? {} : { status: [chosen] }),
      ...(nested.value === "roots" ? { roots: true } : {}),
    },
    { key: "startedAt", order: "desc" },
    { refetchMs: 4000 },
  );
  const now = useNow(list.rows.some((run) => run.status === "running"));
  const columns = useRunColumns(list.rows, now);
  const selection = useSelection<Run>();
  const title = experimentId === undefined ? t("Runs") : (experiment.data?.name ?? t("Experiment"));
  if (experiment.error)
    return (
      <Page title={t("Experiment")} crumbs={[{ label: t("Experiments"), to: place.at("experiments/list") }]}>
        <ErrorState error={experiment.error} what={t("The experiment could not load.")} onRetry={() => void experiment.refetch()} />
      </Page>
    );
  return (
    <Page
      title={title}
      {...(experimentId === undefined
        ? {
            tabs: (
              <Tabs
                base={place.at("experiments")}
                tabs={[
                  { key: "", label: t("Runs") },
                  { key: "list", label: t("Experiments") },
                ]}
              />
            ),
          }
        : { crumbs: [{ label: t("Experiments"), to: place.at("experiments/list") }], meta: <span>{experiment.data?.description}</span> })}
    >
      <div className="card fill-page runs" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Runs")}
          list={list}
          columns={columns}
          rowKey={(run) => run.id}
          filterLabel={t("Filter runs by name")}
          selection={selection}
          bulk={(rows, clear) => (
            <>
              <Button
                size="small"
                type="primary"
                icon={<GitCompare />}
                disabled={rows.length < 2 || rows.length > 4}
                title={rows.length > 4 ? t("At most 4 runs can be compared.") : undefined}
                onClick={() => void navigate(`${place.at("compare")}?sel=${rows.map((run) => run.id).join(",")}`)}
              >
                {t("Compare {n}", { n: rows.length })}
              </Button>
              <Button size="small" onClick={clear}>
                {t("Clear")}
              </Button>
            </>
          )}
          tools={
            <>
              <Segments
                label={t("Status")}
                value={chosen ?? "all"}
                onChange={status.choose}
                options={[
                  { value: "all", label: t("All") },
                  { value: "running", label: t("Running") },
                  { value: "finished", label: t("Finished") },
                  { value: "failed", label: t("Failed") },
                ]}
              />
              <Segments
                label={t("Which runs")}
                value={nested.value === "roots" ? "roots" : "all"}
                onChange={nested.choose}
                options={[
                  { value: "all", label: t("With candidates") },
                  { value: "roots", label: t("Only parents") },
                ]}
              />
            </>
          }
          empty={
            chosen === undefined ? (
              <Empty say={t("No runs yet. Log one from your script, or train from a dataset.")} snippet={script}>
                <div className="row wrap">
                  <Button onClick={() => void navigate(place.at("training/new"))}>{t("Train a model")}</Button>
                  <code className="sm t2">{byCli}</code>
                </div>
              </Empty>
            ) : (
              <Empty say={t("No run is in this state.")} action={<Button onClick={() => status.choose("all")}>{t("Show all runs")}</Button>} />
            )
          }
        />
      </div>
    </Page>
  );
}
