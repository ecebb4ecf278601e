import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { Download, Play } from "lucide-react";
import { useState } from "react";
import { listDatasets } from "../../../../capabilities/datasets/contract.ts";
import { downloadBatch, listBatches, predictBatch } from "../../../../capabilities/serving/contract.ts";
import type { Batch } from "../../../../capabilities/serving/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { queryFor } from "../../../lib/query.ts";
import { download } from "../../../lib/transfer.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Field } from "../../../ui/Field.tsx";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { problemOf } from "../../../lib/problem.ts";
import { DeploymentFrame, type Detail } from "../components/DeploymentFrame.tsx";

/** Predicts every row of a dataset; earlier batches to download. */
export default function BatchPage() {
  return <DeploymentFrame>{(deployment) => <Batches deployment={deployment} />}</DeploymentFrame>;
}

function Batches({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const f = useFormat();
  const [jobId, setJobId] = useState<string | null>(null);
  const list = useList(listBatches, { deploymentId: d.id }, { key: "createdAt", order: "desc" }, { refetchMs: 5000 });
  const save = (batch: Batch) =>
    void download(downloadBatch, { deploymentId: d.id, batchId: batch.id }).catch((error: unknown) => {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    });
  const columns: Column<Batch>[] = [
    {
      key: "data",
      title: t("Data"),
      name: true,
      cell: (b) => (
        <ObjectRef type="dataset" id={b.datasetId} projectId={d.projectId}>
          {t("dataset version {version}", { version: b.datasetVersion })}
        </ObjectRef>
      ),
      text: (b) => `${b.datasetId} v${b.datasetVersion}`,
    },
    {
      key: "model",
      title: t("Predicted by"),
      cell: (b) => <span className="mono">{t("v{version}", { version: b.modelVersion })}</span>,
      text: (b) => b.modelVersion,
      narrow: "meta",
    },
    {
      key: "state",
      title: t("Status"),
      cell: (b) => <StatusIcon status={b.ready ? "finished" : "running"} />,
      text: (b) => (b.ready ? "finished" : "running"),
      narrow: "meta",
    },
    {
      key: "job",
      title: t("Job"),
      cell: (b) => (
        <ObjectRef type="job" id={b.jobId} projectId={d.projectId}>
          {t("Open")}
        </ObjectRef>
      ),
    },
    { key: "rows", title: t("Rows"), align: "end", cell: (b) => f.count(b.rows), text: (b) => b.rows, narrow: "value" },
    {
      key: "refused",
      title: t("Without an answer"),
      align: "end",
      cell: (b) => <span className={(b.refused ?? 0) > 0 ? "warn" : ""}>{f.count(b.refused)}</span>,
      text: (b) => b.refused,
    },
    { key: "size", title: t("Size"), align: "end", cell: (b) => f.bytes(b.sizeBytes), text: (b) => b.sizeBytes },
    { key: "createdAt", title: t("Asked"), sort: "createdAt", align: "end", cell: (b) => <Time at={b.createdAt} />, text: (b) => b.createdAt, narrow: "meta" },
    {
      key: "get",
      title: t("Result"),
      align: "end",
      cell: (b) =>
        b.ready ? (
          <Button size="small" icon={<Download />} onClick={() => save(b)}>
            {t("Download CSV")}
          </Button>
        ) : null,
      narrow: "value",
    },
  ];
  return (
    <>
      <StartBatch deployment={d} onStarted={setJobId} />
      {jobId === null ? null : (
        <div className="card pad">
          <JobProgress
            key={jobId}
            jobId={jobId}
            also={["deployments"]}
            unit={t("rows")}
            onEnd={(job) => (job.state === "finished" ? setJobId(null) : undefined)}
          />
        </div>
      )}
      <div className="card">
        <DataTable
          label={t("Batches")}
          list={list}
          columns={columns}
          rowKey={(b) => b.id}
          empty={t("No batch yet. Choose a dataset above; the answers come as one CSV with the rows beside them.")}
        />
      </div>
    </>
  );
}

function StartBatch({ deployment: d, onStarted }: { deployment: Detail; onStarted(jobId: string): void }) {
  const t = useT();
  const f = useFormat();
  const [datasetId, setDatasetId] = useState<string | null>(null);
  const datasets = useQuery(queryFor(listDatasets, { projectId: d.projectId, limit: 200 }));
  const start = useDo(predictBatch, { also: ["jobs"], onDone: ({ jobId }) => onStarted(jobId) });
  const items = datasets.data?.items ?? [];
  return (
    <form
      className="card pad row wrap"
      style={{ alignItems: "flex-end" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (datasetId !== null) start.mutate({ deploymentId: d.id, datasetId });
      }}
    >
      <div style={{ width: 360, maxWidth: "100%" }}>
        <Field label={t("Dataset")} unit={t("its newest version")}>
          {(field) => (
            <Select
              {...field}
              showSearch={{ optionFilterProp: "label" }}
              value={datasetId}
              loading={datasets.isFetching}
              placeholder={t("Choose a dataset")}
              notFoundContent={t("No dataset in this project.")}
              options={items.map((each) => ({ value: each.id, label: `${each.name} · ${f.count(each.rowCount)}` }))}
              onChange={setDatasetId}
            />
          )}
        </Field>
      </div>
      <Button type="primary" htmlType="submit" icon={<Play />} disabled={datasetId === null} loading={start.isPending}>
        {t("Predict all rows")}
      </Button>
    </form>
  );
}
