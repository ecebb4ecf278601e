import { Button } from "antd";
import { Trash2, Upload } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { listDatasets, type Dataset } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { useSelection } from "../../../ui/table/useSelection.ts";
import { Time } from "../../../ui/Time.tsx";
import { AddData } from "../components/AddData.tsx";
import { useRemove } from "../hooks/useRemove.ts";

/** Every dataset of the project (or of all projects), searched and sorted by the server. */
export default function DatasetsPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const list = useList(listDatasets, place.projectId === null ? {} : { projectId: place.projectId }, { key: "createdAt", order: "desc" });
  const selection = useSelection<Dataset>();
  const remove = useRemove();
  const columns: Column<Dataset>[] = [
    {
      key: "name",
      title: t("Dataset"),
      name: true,
      sort: "name",
      cell: (d) => <Link to={place.at(`datasets/${d.id}`, d.projectId)}>{d.name}</Link>,
      text: (d) => d.name,
    },
    { key: "version", title: t("Version"), cell: (d) => <span className="mono">v{d.latestVersion}</span>, text: (d) => d.latestVersion, narrow: "meta" },
    { key: "rows", title: t("Rows"), sort: "rowCount", align: "end", cell: (d) => f.count(d.rowCount), text: (d) => d.rowCount, narrow: "value" },
    { key: "columns", title: t("Columns"), align: "end", cell: (d) => f.count(d.columnCount), text: (d) => d.columnCount },
    {
      key: "target",
      title: t("Target"),
      cell: (d) => (d.target === null ? <span className="t3">—</span> : <span className="mono">{d.target}</span>),
      text: (d) => d.target,
      narrow: "meta",
    },
    {
      key: "quality",
      title: t("Quality, of 100"),
      align: "end",
      cell: (d) => (d.qualityScore === null ? "—" : f.count(d.qualityScore)),
      text: (d) => d.qualityScore,
    },
    { key: "size", title: t("Size"), sort: "sizeBytes", align: "end", cell: (d) => f.bytes(d.sizeBytes), text: (d) => d.sizeBytes },
    { key: "by", title: t("Made by"), cell: (d) => <span className="t2">{d.createdBy}</span>, text: (d) => d.createdBy },
    {
      key: "updatedAt",
      title: t("Changed"),
      sort: "updatedAt",
      align: "end",
      cell: (d) => <Time at={d.updatedAt} />,
      text: (d) => d.updatedAt,
      narrow: "value",
    },
  ];
  const none = !list.loading && list.error === null && list.rows.length === 0 && list.filter === "";
  return (
    <Page
      title={t("Datasets")}
      meta={<span>{t("Tables with versions that never change. Cleaning makes a new version.")}</span>}
      actions={
        none ? undefined : (
          <Button type="primary" icon={<Upload />} onClick={() => void navigate(place.at("datasets/new"))}>
            {t("Upload")}
          </Button>
        )
      }
    >
      {none ? (
        <div className="card pad col g12">
          <Empty say={t("No dataset yet. Upload a table, or start with a sample.")} snippet="./lumina datasets upload customers.csv" />
          <AddData />
        </div>
      ) : (
        <div className="card fill-page" style={{ display: "flex" }}>
          <DataTable
            fill
            label={t("Datasets")}
            list={list}
            columns={columns}
            rowKey={(d) => d.id}
            filterLabel={t("Filter datasets")}
            selection={selection}
            bulk={(rows, clear) => (
              <Button size="small" icon={<Trash2 />} onClick={() => void remove(rows).then((done) => (done ? clear() : undefined))}>
                {t("Remove")}
              </Button>
            )}
            empty={t("No dataset yet.")}
          />
        </div>
      )}
    </Page>
  );
}
