import { Button } from "antd";
import { Upload } from "lucide-react";
import { Link } from "react-router";
import { listVersions } from "../../../../capabilities/datasets/contract.ts";
import { useFormat, shortHash } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList, type List } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { DatasetFrame } from "../components/DatasetFrame.tsx";
import { RecipeCard } from "../components/RecipeCard.tsx";
import { UploadBox } from "../components/UploadBox.tsx";
import { VersionDiff } from "../components/VersionDiff.tsx";
import type { Shown } from "../hooks/useDataset.ts";

/** Every version with how it was made, what changed, and the recipe to do it again. */
export default function VersionsPage() {
  return <DatasetFrame>{(shown) => <Versions shown={shown} />}</DatasetFrame>;
}

type VersionRow = ReturnType<typeof useVersions>["rows"][number];
const useVersions = (datasetId: string) => useList(listVersions, { datasetId }, { key: "version", order: "desc" });

function Versions({ shown: { dataset, version } }: { shown: Shown }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const list: List<VersionRow> = useVersions(dataset.id);
  const adding = useUrlValue("add");
  const made = { upload: t("uploaded"), sample: t("sample"), clean: t("cleaned") };
  const columns: Column<VersionRow>[] = [
    {
      key: "version",
      title: t("Version"),
      name: true,
      sort: "version",
      cell: (v) => <Link to={`${place.at(`datasets/${dataset.id}`)}${v.version === dataset.latestVersion ? "" : `?v=${v.version}`}`}>v{v.version}</Link>,
      text: (v) => v.version,
    },
    {
      key: "made",
      title: t("Made"),
      cell: (v) => (v.parentVersion === null ? made[v.madeBy] : t("{how} from v{n}", { how: made[v.madeBy], n: v.parentVersion })),
      text: (v) => v.madeBy,
      narrow: "meta",
    },
    { key: "by", title: t("By"), cell: (v) => <span className="t2">{v.createdBy}</span>, text: (v) => v.createdBy, narrow: "meta" },
    { key: "rows", title: t("Rows"), sort: "rowCount", align: "end", cell: (v) => f.count(v.rowCount), text: (v) => v.rowCount, narrow: "value" },
    { key: "columns", title: t("Columns"), align: "end", cell: (v) => f.count(v.columnCount), text: (v) => v.columnCount },
    { key: "size", title: t("Size"), sort: "sizeBytes", align: "end", cell: (v) => f.bytes(v.sizeBytes), text: (v) => v.sizeBytes },
    { key: "hash", title: t("Hash"), cell: (v) => <span className="mono t2">{shortHash(v.sha256)}</span>, text: (v) => v.sha256 },
    { key: "at", title: t("Made at"), align: "end", cell: (v) => <Time at={v.createdAt} />, text: (v) => v.createdAt, narrow: "value" },
  ];
  return (
    <>
      {adding.value === "" ? null : (
        <Card title={t("Upload rows as v{n}", { n: dataset.latestVersion + 1 })} pad>
          <UploadBox datasetId={dataset.id} ensureProject={() => Promise.resolve(dataset.projectId)} />
        </Card>
      )}
      <div className="card">
        <DataTable
          label={t("Versions")}
          list={list}
          columns={columns}
          rowKey={(v) => String(v.version)}
          filterLabel={t("Filter versions")}
          rowTone={(v) => (v.version === version.version ? "selected" : "")}
          tools={
            <Button size="small" icon={<Upload />} aria-expanded={adding.value !== ""} onClick={() => adding.choose(adding.value === "" ? "1" : "")}>
              {t("Upload a new version")}
            </Button>
          }
          empty={t("No version yet.")}
        />
      </div>
      <div className="grid c2">
        {dataset.latestVersion > 1 ? <VersionDiff key={version.version} dataset={dataset} version={version} /> : null}
        <RecipeCard dataset={dataset} version={version} />
      </div>
    </>
  );
}
