import { Button } from "antd";
import { Plus } from "lucide-react";
import { Link } from "react-router";
import { listDeployments } from "../../../../capabilities/serving/contract.ts";
import type { Deployment } from "../../../../capabilities/serving/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { DeploymentStatus } from "../components/DeploymentStatus.tsx";

type Shown = "all" | "staging" | "production";

/** What is served, where, and whether it answers. */
export default function DeploymentsPage() {
  const t = useT();
  const place = usePlace();
  const environment = useUrlValue("environment", "all");
  const shown: Shown = environment.value === "staging" || environment.value === "production" ? environment.value : "all";
  const list = useList(
    listDeployments,
    { ...(place.projectId === null ? {} : { projectId: place.projectId }), ...(shown === "all" ? {} : { environment: shown }) },
    { key: "createdAt", order: "desc" },
    { refetchMs: 5000 },
  );
  const columns: Column<Deployment>[] = [
    {
      key: "name",
      title: t("Deployment"),
      name: true,
      sort: "name",
      cell: (d) => <Link to={place.at(`deployments/${d.id}`, d.projectId)}>{d.name}</Link>,
      text: (d) => d.name,
    },
    { key: "environment", title: t("Environment"), cell: (d) => <StageChip stage={d.environment} />, text: (d) => d.environment, narrow: "meta" },
    { key: "status", title: t("Status"), cell: (d) => <DeploymentStatus of={d} />, text: (d) => d.status, narrow: "meta" },
    {
      key: "serves",
      title: t("Serves"),
      cell: (d) => (
        <ObjectRef type="modelVersion" id={`${d.modelId}/${d.modelVersion}`} projectId={d.projectId}>
          {t("{name} v{version}", { name: d.modelName, version: d.modelVersion })}
        </ObjectRef>
      ),
      text: (d) => `${d.modelName} v${d.modelVersion}`,
      narrow: "value",
    },
    { key: "revision", title: t("Revision"), align: "end", cell: (d) => d.revision, text: (d) => d.revision },
    {
      key: "log",
      title: t("Log"),
      cell: (d) => <span className="t2">{d.log === "durable" ? t("Durable") : t("Relaxed")}</span>,
      text: (d) => d.log,
      optional: true,
    },
    { key: "by", title: t("Deployed by"), cell: (d) => <span className="t2">{d.createdBy}</span>, text: (d) => d.createdBy },
    {
      key: "createdAt",
      title: t("Deployed"),
      sort: "createdAt",
      align: "end",
      cell: (d) => <Time at={d.createdAt} />,
      text: (d) => d.createdAt,
      narrow: "value",
    },
  ];
  const deploy = (
    <Link to={place.at("deployments/new")}>
      <Button type="primary" icon={<Plus />}>
        {t("Deploy a model")}
      </Button>
    </Link>
  );
  return (
    <Page title={t("Deployments")} meta={<span>{t("Model versions behind an address that answers predictions.")}</span>} actions={deploy}>
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Deployments")}
          list={list}
          columns={columns}
          rowKey={(d) => d.id}
          filterLabel={t("Filter deployments")}
          tools={
            <Segments<Shown>
              label={t("Environment")}
              value={shown}
              onChange={environment.choose}
              options={[
                { value: "all", label: t("All") },
                { value: "staging", label: t("Staging") },
                { value: "production", label: t("Production") },
              ]}
            />
          }
          empty={
            <Empty
              say={t("Nothing is deployed. Pick a model version and it answers in about a second.")}
              action={deploy}
              snippet="lumina deployments create churn-risk"
            />
          }
        />
      </div>
    </Page>
  );
}
