import { Filter, X } from "lucide-react";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { problemOf } from "../../../lib/problem.ts";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { ErrorState, FilteredEmpty, Loading } from "../../../ui/states.tsx";
import { useMedia } from "../../../ui/useMedia.ts";
import { DatasetFrame } from "../components/DatasetFrame.tsx";
import { mostRows, PreviewGrid } from "../components/PreviewGrid.tsx";
import { SidePanel } from "../components/SidePanel.tsx";
import type { Shown } from "../hooks/useDataset.ts";
import { useProfile } from "../hooks/useProfile.ts";
import { useRows } from "../hooks/useRows.ts";

/** First tab of a dataset: the rows themselves, with what each column holds above them. */
export default function PreviewPage() {
  return <DatasetFrame flush>{(shown) => <Preview key={shown.dataset.id} shown={shown} />}</DatasetFrame>;
}

function Preview({ shown: { dataset, version } }: { shown: Shown }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const wide = useMedia("(min-width: 1180px)");
  const rows = useRows(dataset.id, version.version);
  const profile = useProfile(dataset.id, version.version);
  const { first, filter } = rows;
  const refused = first.error ? problemOf(first.error) : null;
  const badFilter = refused !== null && filter.value !== "" && refused.status >= 400 && refused.status < 500 && refused.code !== "not_found";
  const data = first.data;
  const search = version.version === dataset.latestVersion ? "" : `v=${version.version}&`;
  return (
    <div className="preview-body">
      <div className="preview-main">
        <div className="preview-tools">
          <label className={`filter-field ${badFilter ? "invalid" : ""}`}>
            <Filter size={14} aria-hidden />
            <span className="sr">{t("Filter rows")}</span>
            <input
              type="search"
              className="mono"
              data-filter-field
              aria-invalid={badFilter || undefined}
              aria-describedby="row-filter-help"
              placeholder={t("Age > 30 and Sex = 'male', or any text")}
              value={filter.value}
              onChange={(event) => filter.type(event.target.value)}
            />
            {filter.value === "" ? null : (
              <button type="button" className="icon-button s" aria-label={t("Clear filter")} onClick={() => filter.type("")}>
                <X size={14} aria-hidden />
              </button>
            )}
          </label>
          <span className="sm t2 num nowrap" role="status">
            {data ? t("{matched} of {total} rows", { matched: f.count(data.matched), total: f.count(data.total) }) : ""}
          </span>
          <span id="row-filter-help" className={badFilter ? "sm err grow" : "sr"} role={badFilter ? "alert" : undefined}>
            {badFilter ? `${refused.detail} ${refused.fix}` : t("Conditions on columns, or words that any column holds.")}
          </span>
        </div>
        {profile.jobId === null ? null : (
          <div className="preview-progress">
            <JobProgress jobId={profile.jobId} also={["datasets"]} />
          </div>
        )}
        {first.error && !data && !badFilter ? (
          <ErrorState error={first.error} what={t("The rows could not load.")} onRetry={() => void first.refetch()} />
        ) : !data ? (
          badFilter ? null : (
            <Loading rows={12} />
          )
        ) : data.matched === 0 ? (
          data.total === 0 ? (
            <p className="pad t2">{t("This version has no rows.")}</p>
          ) : (
            <FilteredEmpty filter={filter.value} onClear={() => filter.type("")} />
          )
        ) : (
          <PreviewGrid
            key={JSON.stringify(rows.asked)}
            rows={rows}
            columns={data.columns}
            matched={data.matched}
            profile={profile.profile}
            profileAddress={(column) => `${place.at(`datasets/${dataset.id}/profile`)}?${search}col=${encodeURIComponent(column)}`}
          />
        )}
        <div className="preview-foot sm t2">
          {data && data.matched > mostRows
            ? t("The first {n} rows are shown; filter or sort to see others.", { n: f.count(mostRows) })
            : t("Exact. Every row is read, nothing is sampled.")}
        </div>
      </div>
      {wide ? <SidePanel dataset={dataset} version={version} profile={profile.profile} /> : null}
    </div>
  );
}
