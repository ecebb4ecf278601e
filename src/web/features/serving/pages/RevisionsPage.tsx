import { Button } from "antd";
import { Undo2 } from "lucide-react";
import { listRevisions } from "../../../../capabilities/serving/contract.ts";
import type { Revision } from "../../../../capabilities/serving/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { DeploymentFrame, type Detail } from "../components/DeploymentFrame.tsx";
import { useRollback } from "../components/useRollback.ts";

/** Every change of what is served, and the way back to each. */
export default function RevisionsPage() {
  return <DeploymentFrame actions={(d) => <RollBack deployment={d} />}>{(deployment) => <Revisions deployment={deployment} />}</DeploymentFrame>;
}

function RollBack({ deployment }: { deployment: Detail }) {
  const t = useT();
  const back = useRollback(deployment);
  if (deployment.revision < 2 || deployment.status === "removed") return null;
  return (
    <Button danger icon={<Undo2 />} loading={back.busy} onClick={() => back.ask(null)}>
      {t("Roll back")}
    </Button>
  );
}

function Revisions({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const back = useRollback(d);
  const list = useList(listRevisions, { deploymentId: d.id }, { key: "revision", order: "desc" }, { refetchMs: 10_000 });
  const columns: Column<Revision>[] = [
    {
      key: "revision",
      title: t("Revision"),
      name: true,
      sort: "revision",
      cell: (r) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <span className="num">{r.revision}</span>
          {r.current ? <span className="chip pri">{t("serves now")}</span> : null}
        </span>
      ),
      text: (r) => r.revision,
    },
    {
      key: "version",
      title: t("Version"),
      cell: (r) => (
        <ObjectRef type="modelVersion" id={`${d.modelId}/${r.modelVersion}`} projectId={d.projectId}>
          {t("v{version}", { version: r.modelVersion })}
        </ObjectRef>
      ),
      text: (r) => r.modelVersion,
      narrow: "value",
    },
    { key: "log", title: t("Log"), cell: (r) => <span className="t2">{r.log === "durable" ? t("Durable") : t("Relaxed")}</span>, text: (r) => r.log },
    { key: "reason", title: t("Reason"), cell: (r) => <span title={r.reason}>{r.reason === "" ? "—" : r.reason}</span>, text: (r) => r.reason, narrow: "meta" },
    { key: "by", title: t("By"), cell: (r) => r.by, text: (r) => r.by, narrow: "meta" },
    { key: "at", title: t("When"), align: "end", cell: (r) => <Time at={r.at} />, text: (r) => r.at, narrow: "value" },
    {
      key: "act",
      title: t("Way back"),
      align: "end",
      cell: (r) =>
        r.current || d.status === "removed" ? null : (
          <Button size="small" disabled={back.busy} onClick={() => back.ask(r)}>
            {t("Serve this again")}
          </Button>
        ),
      narrow: "value",
    },
  ];
  return (
    <div className="card">
      <DataTable
        label={t("Revisions")}
        list={list}
        columns={columns}
        rowKey={(r) => String(r.revision)}
        filterLabel={t("Filter by reason or person")}
        empty={t("No revision.")}
      />
    </div>
  );
}
