import { Button } from "antd";
import { Rocket } from "lucide-react";
import { Link } from "react-router";
import type { Model, ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { listDeployments } from "../../../../capabilities/serving/contract.ts";
import type { Deployment } from "../../../../capabilities/serving/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { VersionFrame } from "../components/VersionFrame.tsx";

/** Where the model is served, this version marked. */
export default function VersionDeploymentsPage() {
  return <VersionFrame>{(version, model) => <Deployments version={version} model={model} />}</VersionFrame>;
}

function Deployments({ version, model }: { version: ModelVersion; model: Model }) {
  const t = useT();
  const place = usePlace();
  const list = useList(listDeployments, { modelId: model.id }, { key: "createdAt", order: "desc" }, { refetchMs: 10_000 });
  const columns: Column<Deployment>[] = [
    {
      key: "name",
      title: t("Deployment"),
      name: true,
      sort: "name",
      cell: (d) => (
        <ObjectRef type="deployment" id={d.id} projectId={d.projectId}>
          {d.name}
        </ObjectRef>
      ),
      text: (d) => d.name,
    },
    { key: "environment", title: t("Environment"), cell: (d) => <StageChip stage={d.environment} />, text: (d) => d.environment, narrow: "meta" },
    {
      key: "version",
      title: t("Serves"),
      cell: (d) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <span className="mono">{t("v{version}", { version: d.modelVersion })}</span>
          {d.modelVersion === version.version ? <span className="chip pri">{t("this version")}</span> : null}
        </span>
      ),
      text: (d) => d.modelVersion,
      narrow: "value",
    },
    {
      key: "status",
      title: t("Status"),
      cell: (d) => <StatusIcon status={d.status === "ready" ? "ready" : d.status === "problem" ? "degraded" : "cancelled"} />,
      text: (d) => d.status,
    },
    { key: "createdAt", title: t("Made"), sort: "createdAt", align: "end", cell: (d) => <Time at={d.createdAt} />, text: (d) => d.createdAt },
  ];
  return (
    <div className="card">
      <DataTable
        label={t("Deployments")}
        list={list}
        columns={columns}
        rowKey={(d) => d.id}
        empty={
          <Empty
            say={t("Nothing serves this model yet.")}
            action={
              <Link to={`${place.at("deployments/new", model.projectId)}?model=${model.id}&version=${version.version}`}>
                <Button type="primary" icon={<Rocket />}>
                  {t("Deploy")}
                </Button>
              </Link>
            }
          />
        }
      />
    </div>
  );
}
