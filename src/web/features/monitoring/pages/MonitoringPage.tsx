import { Link } from "react-router";
import { monitoringCurrent } from "../../../../capabilities/monitoring/contract.ts";
import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { none, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { MetricCard } from "../../../ui/MetricCard.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { Health } from "../components/Health.tsx";
import { LimitBar } from "../components/LimitBar.tsx";
import { SimulatedChip, SimulatedNote } from "../components/SimulatedNote.tsx";
import { ViewTools } from "../components/ViewTools.tsx";
import { useView } from "../hooks/useView.ts";
import "../components/monitoring.css";

const psiLimit = 0.2;

/** Every deployment now: state, traffic, latency, errors, drift. */
export default function MonitoringPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const { hours, source } = useView();
  const list = useList(
    monitoringCurrent,
    { hours, source, ...(place.projectId === null ? {} : { projectId: place.projectId }) },
    { key: "name", order: "asc" },
    { refetchMs: 5000 },
  );
  const query =
    source === "simulated" || hours !== 24
      ? `?${new URLSearchParams({ ...(hours === 24 ? {} : { range: String(hours) }), ...(source === "real" ? {} : { source }) }).toString()}`
      : "";
  const columns: Column<Current>[] = [
    {
      key: "name",
      title: t("Deployment"),
      name: true,
      sort: "name",
      cell: (d) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <Link to={place.at(`monitoring/${d.deploymentId}`, d.projectId) + query}>{d.name}</Link>
          {source === "simulated" ? <SimulatedChip /> : null}
        </span>
      ),
      text: (d) => d.name,
    },
    { key: "environment", title: t("Environment"), cell: (d) => <StageChip stage={d.environment} />, text: (d) => d.environment, narrow: "meta" },
    {
      key: "model",
      title: t("Serves"),
      cell: (d) => (
        <ObjectRef type="modelVersion" id={`${d.modelId}/${d.modelVersion}`} projectId={d.projectId}>
          {t("{name} v{version}", { name: d.modelName, version: d.modelVersion })}
        </ObjectRef>
      ),
      text: (d) => `${d.modelName} v${d.modelVersion}`,
    },
    { key: "status", title: t("Status"), cell: (d) => <Health status={d.status} />, text: (d) => d.status, narrow: "meta" },
    { key: "rows", title: t("Predictions"), align: "end", cell: (d) => f.count(d.rows), text: (d) => d.rows, narrow: "value" },
    { key: "rate", title: t("Per s"), align: "end", cell: (d) => f.metric(d.rowsPerS, "value"), text: (d) => d.rowsPerS },
    { key: "p95", title: t("P95"), align: "end", cell: (d) => f.duration(d.latencyP95Ms), text: (d) => d.latencyP95Ms },
    {
      key: "errors",
      title: t("Errors"),
      align: "end",
      cell: (d) => <span className={d.errorRate01 > 0.05 ? "warn" : ""}>{f.percent(d.errorRate01)}</span>,
      text: (d) => d.errorRate01,
    },
    {
      key: "drift",
      title: t("Drift score, PSI"),
      align: "end",
      cell: (d) =>
        d.driftScore === null ? (
          <span className="t3">{t("{n} of {needed} rows", { n: f.count(d.rows), needed: f.count(d.needed) })}</span>
        ) : (
          <span className="row g6" style={{ display: "inline-flex" }}>
            <span className={d.drifted.length > 0 ? "warn" : ""}>{f.metric(d.driftScore, "value")}</span>
            <LimitBar value={d.driftScore} limit={psiLimit} past={d.drifted.length > 0} />
          </span>
        ),
      text: (d) => d.driftScore,
      narrow: "value",
    },
    { key: "last", title: t("Last prediction"), align: "end", cell: (d) => <Time at={d.lastAt} />, text: (d) => d.lastAt },
  ];
  return (
    <Page
      title={t("Monitoring")}
      meta={<span>{t("Baseline: the training data of the version that serves. Figures are renewed every 5 s.")}</span>}
      actions={<ViewTools />}
    >
      {source === "simulated" ? <SimulatedNote /> : null}
      {list.rows.length > 0 ? <Tiles rows={list.rows} /> : null}
      <div className="card">
        <DataTable
          label={t("Deployments now")}
          list={list}
          columns={columns}
          rowKey={(d) => d.deploymentId}
          filterLabel={t("Filter deployments")}
          empty={<Empty say={t("Nothing is deployed, so there is nothing to watch. Deploy a model version; drift needs 100 predictions.")} />}
        />
      </div>
    </Page>
  );
}

function Tiles({ rows }: { rows: readonly Current[] }) {
  const t = useT();
  const f = useFormat();
  const degraded = rows.filter((d) => d.status === "degraded");
  const judged = rows.filter((d) => d.driftScore !== null).toSorted((a, b) => (b.driftScore ?? 0) - (a.driftScore ?? 0));
  const worst = judged[0];
  const slowest = rows.filter((d) => d.latencyP95Ms !== null).toSorted((a, b) => (b.latencyP95Ms ?? 0) - (a.latencyP95Ms ?? 0))[0];
  const requests = rows.reduce((sum, d) => sum + d.requests, 0);
  const errors = rows.reduce((sum, d) => sum + d.errors, 0);
  return (
    <div className="grid c4">
      <MetricCard
        label={t("Status")}
        value={degraded.length === 0 ? t("None degraded") : t("{n} degraded", { n: degraded.length })}
        tone={degraded.length === 0 ? "plain" : "warn"}
        remark={
          degraded[0]
            ? `${degraded[0].name}: ${degraded[0].reasons[0] ?? ""}`
            : t("{n} healthy, {few} with too few rows", {
                n: rows.filter((d) => d.status === "healthy").length,
                few: rows.filter((d) => d.status === "waiting").length,
              })
        }
      />
      <MetricCard
        label={t("Highest drift score, PSI")}
        value={worst ? f.metric(worst.driftScore, "value") : none}
        tone={worst && worst.drifted.length > 0 ? "warn" : "plain"}
        remark={worst ? worst.name : t("needs 100 predictions")}
      />
      <MetricCard label={t("Slowest P95")} value={f.duration(slowest?.latencyP95Ms)} remark={slowest?.name ?? t("no request in this window")} />
      <MetricCard
        label={t("Requests")}
        value={f.compact(requests)}
        remark={t("{share} errors", { share: f.percent(requests === 0 ? 0 : errors / requests) })}
      />
    </div>
  );
}
