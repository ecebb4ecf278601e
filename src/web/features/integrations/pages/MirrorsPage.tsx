import { Button } from "antd";
import { Plus } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { listMirrors, type Mirror } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { MirrorState } from "../components/MirrorState.tsx";
import { NewMirrorForm } from "../components/NewMirrorForm.tsx";
import { useManages } from "../components/useManages.ts";
import { useProjectNames } from "../components/useProjectNames.ts";

/** Outside tracking servers that take copies of our runs. */
export default function MirrorsPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const manages = useManages();
  const projectName = useProjectNames();
  const making = useUrlValue("new");
  const list = useList(listMirrors, {}, { key: "createdAt", order: "desc" }, { refetchMs: 5000 });
  const columns: Column<Mirror>[] = [
    {
      key: "name",
      title: t("Name"),
      name: true,
      sort: "name",
      cell: (m) => <Link to={place.at(`settings/mirrors/${m.id}`, null)}>{m.name}</Link>,
      text: (m) => m.name,
    },
    { key: "kind", title: t("Copies to"), cell: (m) => (m.kind === "mlflow" ? t("MLflow") : t("W&B")), text: (m) => m.kind, narrow: "meta" },
    { key: "url", title: t("Address"), cell: (m) => <span className="mono t2">{m.url}</span>, text: (m) => m.url },
    {
      key: "project",
      title: t("Project"),
      cell: (m) => (
        <ObjectRef type="project" id={m.projectId}>
          {projectName(m.projectId)}
        </ObjectRef>
      ),
      text: (m) => projectName(m.projectId),
    },
    { key: "state", title: t("State"), narrow: "value", cell: (m) => <MirrorState mirror={m} />, text: (m) => m.state },
    { key: "runs", title: t("Runs copied"), align: "end", cell: (m) => <span className="num">{f.count(m.runs)}</span>, text: (m) => m.runs },
    {
      key: "failed",
      title: t("Refused"),
      align: "end",
      cell: (m) => <span className={`num ${m.runsFailed > 0 ? "err" : "t3"}`}>{f.count(m.runsFailed)}</span>,
      text: (m) => m.runsFailed,
    },
    { key: "last", title: t("Last sent"), cell: (m) => <Time at={m.lastSentAt} />, text: (m) => m.lastSentAt },
  ];
  const add = (
    <Button type="primary" icon={<Plus />} onClick={() => making.choose("1")}>
      {t("New mirror")}
    </Button>
  );
  return (
    <Page
      title={t("MLflow and W&B mirrors")}
      meta={<span>{t("Runs are copied to an outside server as they happen. When it is down, training goes on and the mirror catches up.")}</span>}
      actions={manages ? add : undefined}
    >
      {making.value === "1" && manages ? (
        <NewMirrorForm onDone={(mirror) => void navigate(place.at(`settings/mirrors/${mirror.id}`, null))} onCancel={() => making.type("")} />
      ) : null}
      <div className="card">
        <DataTable
          label={t("Mirrors")}
          list={list}
          columns={columns}
          rowKey={(m) => m.id}
          filterLabel={t("Filter by name or address")}
          empty={
            <Empty
              say={t("No mirror yet. One copies the runs of a project to an MLflow or W&B server.")}
              {...(manages ? { action: add } : {})}
              snippet="./lumina mirrors create --project churn --kind mlflow --name central --url https://mlflow.example.org --token @token.txt"
            />
          }
        />
      </div>
    </Page>
  );
}
