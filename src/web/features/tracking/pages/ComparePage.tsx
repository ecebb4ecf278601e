import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Button } from "antd";
import { getRun, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Page } from "../../../ui/Page.tsx";
import { Empty, ErrorState, Loading } from "../../../ui/states.tsx";
import { CompareTable } from "../components/CompareTable.tsx";
import { MetricChart } from "../components/MetricChart.tsx";
import { metricKeys } from "../components/metrics.ts";
import "../components/tracking.css";

const most = 4;

/** Two to four runs side by side, differences first, against a base. */
export default function ComparePage() {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const sel = useUrlValue("sel");
  const base = useUrlValue("base");
  const ids = [...new Set(sel.value.split(",").filter((id) => id !== ""))].slice(0, most);
  const reads = useQueries({ queries: ids.map((runId) => queryFor(getRun, { runId })) });
  const crumbs = [{ label: t("Experiments"), to: place.at("experiments") }];
  const title = t("Compare runs");
  const pick = (
    <Button type="primary" onClick={() => void navigate(place.at("experiments"))}>
      {t("Pick runs")}
    </Button>
  );
  if (ids.length < 2)
    return (
      <Page title={title} crumbs={crumbs}>
        <div className="card">
          <Empty say={t("Pick two to four runs in the list, then compare them.")} action={pick} />
        </div>
      </Page>
    );
  const failed = reads.find((read) => read.error !== null);
  const runs = reads.map((read) => read.data).filter((run): run is Run => run !== undefined);
  if (failed || runs.length < ids.length)
    return (
      <Page title={title} crumbs={crumbs}>
        {failed ? <ErrorState error={failed.error} what={t("A run could not load.")} onRetry={() => void failed.refetch()} /> : <Loading rows={8} />}
      </Page>
    );
  const first = runs.find((run) => run.id === base.value) ?? runs[0];
  if (!first) return null;
  const ordered = [first, ...runs.filter((run) => run.id !== first.id)];
  const curves = metricKeys(runs).filter((key) => runs.some((run) => (run.metrics[key]?.count ?? 0) > 1));
  return (
    <Page
      title={title}
      crumbs={crumbs}
      meta={<span>{t("{n} runs against {name}. What differs stands first.", { n: runs.length, name: first.name })}</span>}
      actions={<Button onClick={() => void navigate(place.at("experiments"))}>{t("Pick other runs")}</Button>}
    >
      <CompareTable
        runs={ordered}
        onBase={(id) => base.choose(id === ids[0] ? "" : id)}
        onRemove={(id) => {
          const left = ids.filter((each) => each !== id);
          sel.choose(left.join(","));
        }}
      />
      {curves.length === 0 ? null : (
        <div className="grid c2">
          {curves.slice(0, 12).map((key) => (
            <MetricChart key={key} runs={ordered} metric={key} live={false} />
          ))}
        </div>
      )}
    </Page>
  );
}
