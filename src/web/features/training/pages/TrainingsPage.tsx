import { Button } from "antd";
import { Sparkles } from "lucide-react";
import { Link, useNavigate } from "react-router";
import type * as z from "zod";
import { listTrainings, TrainingStatus, type TrainingSummary } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Bar } from "../../../ui/Progress.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { taskShort } from "../components/words.ts";

type Row = z.output<typeof TrainingSummary>;

/** Every training: what it predicts, how far it is. */
export default function TrainingsPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const status = useUrlValue("status", "all");
  const chosen = TrainingStatus.options.find((s) => s === status.value);
  const list = useList(
    listTrainings,
    { ...(place.projectId === null ? {} : { projectId: place.projectId }), ...(chosen === undefined ? {} : { status: chosen }) },
    { key: "createdAt", order: "desc" },
    { refetchMs: 4000 },
  );
  const columns: Column<Row>[] = [
    {
      key: "name",
      title: t("Training"),
      name: true,
      sort: "name",
      cell: (r) => <Link to={place.at(`training/${r.id}`, r.projectId)}>{r.name}</Link>,
      text: (r) => r.name,
    },
    { key: "status", title: t("Status"), cell: (r) => <StatusIcon status={r.status} />, text: (r) => r.status, narrow: "meta" },
    { key: "progress", title: t("Progress"), width: 180, cell: (r) => <Progress row={r} />, text: (r) => (r.total === null ? "" : `${r.done}/${r.total}`) },
    { key: "target", title: t("Predicts"), cell: (r) => <span className="mono">{r.target}</span>, text: (r) => r.target, narrow: "meta" },
    { key: "task", title: t("Task"), cell: (r) => <span className="t2">{t(taskShort[r.task])}</span>, text: (r) => r.task },
    {
      key: "dataset",
      title: t("Dataset"),
      cell: (r) => (
        <ObjectRef type="dataset" id={r.datasetId} projectId={r.projectId}>
          {t("version {n}", { n: r.version })}
        </ObjectRef>
      ),
    },
    {
      key: "took",
      title: t("Took"),
      align: "end",
      cell: (r) => (r.startedAt === null || r.endedAt === null ? "—" : f.duration(new Date(r.endedAt).getTime() - new Date(r.startedAt).getTime())),
      narrow: "value",
    },
    {
      key: "createdAt",
      title: t("Started"),
      sort: "createdAt",
      align: "end",
      cell: (r) => <Time at={r.createdAt} />,
      text: (r) => r.createdAt,
      narrow: "value",
    },
  ];
  const train = (
    <Button type="primary" icon={<Sparkles />} onClick={() => void navigate(place.at("training/new"))}>
      {t("Train a model")}
    </Button>
  );
  return (
    <Page title={t("Training")} meta={<span>{t("Several algorithms on one dataset version, compared by cross-validation.")}</span>} actions={train}>
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Trainings")}
          list={list}
          columns={columns}
          rowKey={(r) => r.id}
          filterLabel={t("Filter trainings")}
          tools={
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
          }
          empty={
            <Empty
              say={chosen === undefined ? t("No training yet. Choose a dataset and the column to predict.") : t("No training is in this state.")}
              {...(chosen === undefined ? { action: train, snippet: "./lumina training start titanic --target Survived --task classification --wait" } : {})}
            />
          }
        />
      </div>
    </Page>
  );
}

function Progress({ row }: { row: Row }) {
  const t = useT();
  const f = useFormat();
  if (row.status === "failed") return <span className="err ellipsis">{row.error?.message}</span>;
  if (row.status !== "running") return <span className="t3 ellipsis">{row.message}</span>;
  return (
    <span className="row">
      <span className="grow">
        <Bar share01={row.total === null || row.total === 0 ? null : row.done / row.total} label={row.name} />
      </span>
      <span className="sm t2 num">{row.total === null ? "" : t("{done} of {total}", { done: f.count(row.done), total: f.count(row.total) })}</span>
    </span>
  );
}
