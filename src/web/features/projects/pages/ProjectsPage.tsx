import { Button } from "antd";
import { Plus } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { archiveProject, listProjects, updateProject, type Project } from "../../../../capabilities/projects/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { useSelection } from "../../../ui/table/useSelection.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";

export default function ProjectsPage() {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const status = useUrlValue("status", "active");
  const shown = status.value === "archived" ? "archived" : "active";
  const list = useList(listProjects, { status: shown }, { key: "updatedAt", order: "desc" });
  const selection = useSelection<Project>();
  const archive = useDo(archiveProject);
  const restore = useDo(updateProject);
  const archiveAll = async (rows: readonly Project[]) => {
    const done = await Promise.allSettled(rows.map((project) => archive.mutateAsync({ projectId: project.id })));
    const ids = rows.filter((_, i) => done[i]?.status === "fulfilled").map((project) => project.id);
    if (ids.length === 0) return;
    toast({
      tone: "done",
      text: t("{n, plural, one {# project archived} other {# projects archived}}", { n: ids.length }),
      undo: () => Promise.all(ids.map((projectId) => restore.mutateAsync({ projectId, status: "active" }))),
    });
  };
  const columns: Column<Project>[] = [
    { key: "name", title: t("Project"), name: true, sort: "name", cell: (p) => <Link to={place.at("", p.id)}>{p.name}</Link>, text: (p) => p.name },
    {
      key: "description",
      title: t("Description"),
      cell: (p) => <span className="t2 ellipsis">{p.description}</span>,
      text: (p) => p.description,
      narrow: "meta",
    },
    {
      key: "updatedAt",
      title: t("Changed"),
      sort: "updatedAt",
      align: "end",
      cell: (p) => <Time at={p.updatedAt} />,
      text: (p) => p.updatedAt,
      narrow: "value",
    },
    { key: "createdAt", title: t("Made"), sort: "createdAt", align: "end", cell: (p) => <Time at={p.createdAt} />, text: (p) => p.createdAt },
  ];
  const create = (
    <Button type="primary" icon={<Plus />} onClick={() => void navigate(place.at("projects/new", null))}>
      {t("New project")}
    </Button>
  );
  return (
    <Page title={t("Projects")} meta={<span>{t("A project holds the data, runs, models and deployments of one aim.")}</span>} actions={create}>
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Projects")}
          list={list}
          columns={columns}
          rowKey={(p) => p.id}
          filterLabel={t("Filter projects")}
          selection={selection}
          bulk={(rows, clear) =>
            shown === "active" ? (
              <Button
                size="small"
                onClick={() => {
                  void archiveAll(rows);
                  clear();
                }}
              >
                {t("Archive")}
              </Button>
            ) : (
              <Button
                size="small"
                onClick={() => {
                  for (const project of rows) restore.mutate({ projectId: project.id, status: "active" });
                  clear();
                }}
              >
                {t("Bring back")}
              </Button>
            )
          }
          tools={
            <Segments
              label={t("Status")}
              value={shown}
              onChange={status.choose}
              options={[
                { value: "active", label: t("Active") },
                { value: "archived", label: t("Archived") },
              ]}
            />
          }
          empty={
            shown === "active" ? (
              <Empty
                say={t("No project yet. Make one, or upload a dataset and a project is made on the way.")}
                action={create}
                snippet="./lumina projects create churn"
              />
            ) : (
              <Empty say={t("No archived project.")} />
            )
          }
        />
      </div>
    </Page>
  );
}
