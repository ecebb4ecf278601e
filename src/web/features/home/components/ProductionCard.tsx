import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Async } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { staticList, type Column } from "../../../ui/table/column.ts";

/** What serves now, with the figures of the last day. */
export function ProductionCard({ query }: { query: { data: { items: Current[] } | undefined; error: Error | null; isPending: boolean; refetch(): unknown } }) {
  const t = useT();
  const f = useFormat();
  const columns: Column<Current>[] = [
    {
      key: "name",
      title: t("Deployment"),
      name: true,
      cell: (d) => (
        <span>
          <ObjectRef type="deployment" id={d.deploymentId} projectId={d.projectId}>
            {d.name}
          </ObjectRef>{" "}
          <span className="mono t3">{t("v{version}", { version: d.modelVersion })}</span>
        </span>
      ),
    },
    { key: "environment", title: t("Stage"), cell: (d) => <StageChip stage={d.environment} />, narrow: "meta" },
    {
      key: "status",
      title: t("Status"),
      cell: (d) => <StatusIcon status={d.status === "waiting" ? "unknown" : d.status} {...(d.status === "waiting" ? { word: t("Too few rows") } : {})} />,
      narrow: "meta",
    },
    { key: "rate", title: t("Requests / s"), align: "end", cell: (d) => f.metric(d.requestsPerS, "value"), narrow: "value" },
    { key: "p95", title: t("P95"), align: "end", cell: (d) => f.duration(d.latencyP95Ms), narrow: "value" },
    { key: "errors", title: t("Errors"), align: "end", cell: (d) => f.percent(d.errorRate01) },
    {
      key: "drift",
      title: t("Drift, PSI"),
      align: "end",
      cell: (d) => <span className={d.drifted.length > 0 ? "warn" : ""}>{d.driftScore === null ? f.metric(null) : f.metric(d.driftScore, "value")}</span>,
    },
  ];
  return (
    <Card title={t("Serving now")} remark={t("last 24 h, against the training data")}>
      <Async query={query} what={t("The deployments could not load.")} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad t2">{t("Nothing is deployed. Pick a model version to serve it.")}</p>
          ) : (
            <DataTable label={t("Serving now")} list={staticList(items)} columns={columns} rowKey={(d) => d.deploymentId} empty="" />
          )
        }
      </Async>
    </Card>
  );
}
