import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { Button, Select } from "antd";
import { Brush, Download, Sparkles } from "lucide-react";
import { downloadDataset } from "../../../../capabilities/datasets/contract.ts";
import { shortHash, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { problemOf } from "../../../lib/problem.ts";
import { download } from "../../../lib/transfer.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { CopyText } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDataset, type Shown } from "../hooks/useDataset.ts";
import "./datasets.css";
import "./profile.css";
import { DatasetTabs } from "./DatasetTabs.tsx";

/** Title, version, facts, acts and tabs of a dataset; the tab's content gets both. */
export function DatasetFrame({ flush = false, children }: { flush?: boolean; children(shown: Shown): ReactNode }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const url = useUrlValue("v");
  const { query } = useDataset();
  const crumbs = [{ label: t("Datasets"), to: place.at("datasets") }];
  if (!query.data)
    return (
      <Page title={t("Dataset")} crumbs={crumbs}>
        {query.error ? (
          <ErrorState error={query.error} what={t("The dataset could not load.")} onRetry={() => void query.refetch()} />
        ) : (
          <Loading shape="block" />
        )}
      </Page>
    );
  const { dataset, version } = query.data;
  const search = version.version === dataset.latestVersion ? "" : `?v=${version.version}`;
  const save = () =>
    void download(downloadDataset, { datasetId: dataset.id, version: version.version }).catch((error: unknown) => {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    });
  return (
    <Page
      title={dataset.name}
      crumbs={crumbs}
      flush={flush}
      chips={
        <>
          <Select
            size="small"
            aria-label={t("Version")}
            className="version-pick"
            value={version.version}
            onChange={(next) => url.choose(next === dataset.latestVersion ? "" : String(next))}
            options={Array.from({ length: dataset.latestVersion }, (_, i) => ({ value: dataset.latestVersion - i, label: `v${dataset.latestVersion - i}` }))}
          />
          {version.version === dataset.latestVersion ? <span className="chip">{t("latest")}</span> : <span className="chip warn">{t("older version")}</span>}
          {dataset.target === null ? null : <span className="chip pri">{t("predicts {target}", { target: dataset.target })}</span>}
        </>
      }
      meta={
        <>
          <span className="num">{t("{rows} rows × {columns} columns", { rows: f.count(version.rowCount), columns: f.count(version.columns.length) })}</span>
          <span className="num" title={t("{n} bytes", { n: f.count(version.sizeBytes) })}>
            {f.bytes(version.sizeBytes)}
          </span>
          <span>
            {version.madeBy === "clean"
              ? t("cleaned from v{n} by {name}", { n: version.parentVersion ?? 0, name: version.createdBy })
              : version.madeBy === "sample"
                ? t("sample, added by {name}", { name: version.createdBy })
                : t("uploaded by {name}", { name: version.createdBy })}
          </span>
          <span>
            <Time at={version.createdAt} />
          </span>
          <CopyText text={version.sha256} shown={shortHash(version.sha256)} />
        </>
      }
      actions={
        <>
          <Button icon={<Download />} onClick={save}>
            {t("Download CSV")}
          </Button>
          <Button icon={<Brush />} onClick={() => void navigate(`${place.at(`datasets/${dataset.id}/clean`)}${search}`)}>
            {t("Clean")}
          </Button>
          <Button
            type="primary"
            icon={<Sparkles />}
            onClick={() => void navigate(`${place.at("training/new", dataset.projectId)}?dataset=${dataset.id}${search.replace("?", "&")}`)}
          >
            {t("Train a model")}
          </Button>
        </>
      }
      tabs={<DatasetTabs datasetId={dataset.id} versions={dataset.latestVersion} search={search} />}
    >
      {children(query.data)}
    </Page>
  );
}
