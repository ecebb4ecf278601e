import { Button } from "antd";
import { ArchiveRestore, MoreHorizontal, Pencil, Plus, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { deleteExperiment, listExperiments, restoreExperiment, type Experiment } from "../../../../capabilities/tracking/contract/experiments.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { usePlace } from "../../../lib/place.ts";
import { useAct } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Float } from "../../../ui/Float.tsx";
import { Page } from "../../../ui/Page.tsx";
import { MenuList } from "../../../ui/Popup.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { useSelection } from "../../../ui/table/useSelection.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { ExperimentForm } from "../components/table/ExperimentForm.tsx";

const mostTogether = 50;

/** Experiments: groups of runs with a common aim. */
export default function ExperimentsPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const [form, setForm] = useState<"new" | Experiment | null>(null);
  const [menu, setMenu] = useState<{ experiment: Experiment; box: DOMRect } | null>(null);
  const state = useUrlValue("state", "active");
  const deleted = state.value === "deleted";
  const list = useList(
    listExperiments,
    { ...(place.projectId === null ? {} : { projectId: place.projectId }), view: deleted ? "deleted" : "active" },
    { key: "createdAt", order: "desc" },
  );
  const may = useMayBuild(place.projectId);
  const selection = useSelection<Experiment>();
  const back = useAct(restoreExperiment, { also: ["runs"] });
  const again = useAct(deleteExperiment, { also: ["runs"] });
  const remove = useDo(deleteExperiment, {
    also: ["runs"],
    onDone: (_gone, { experimentId }) => toast({ tone: "done", text: t("Experiment deleted, with its runs."), undo: () => back.mutateAsync({ experimentId }) }),
  });
  const restore = useDo(restoreExperiment, {
    also: ["runs"],
    onDone: (experiment) =>
      toast({
        tone: "done",
        text: t("Experiment {name} restored, with its runs.", { name: experiment.name }),
        undo: () => again.mutateAsync({ experimentId: experiment.id }),
      }),
  });
  const columns: Column<Experiment>[] = [
    {
      key: "name",
      title: t("Experiment"),
      name: true,
      sort: "name",
      cell: (e) => <Link to={place.at(`experiments/${e.id}`, e.projectId)}>{e.name}</Link>,
      text: (e) => e.name,
    },
    { key: "description", title: t("Description"), cell: (e) => <span className="t2">{e.description}</span>, text: (e) => e.description, narrow: "meta" },
    {
      key: "tags",
      title: t("Tags"),
      cell: (e) => (
        <span className="row g4">
          {Object.entries(e.tags)
            .slice(0, 3)
            .map(([key, value]) => (
              <span key={key} className="chip ellipsis" title={`${key}: ${value}`}>
                {value === "" ? key : `${key}: ${value}`}
              </span>
            ))}
        </span>
      ),
      text: (e) => JSON.stringify(e.tags),
    },
    { key: "runs", title: t("Runs"), align: "end", cell: (e) => f.count(e.runCount), text: (e) => e.runCount, narrow: "value" },
    { key: "number", title: t("Number"), align: "end", cell: (e) => <span className="mono">{e.number}</span>, text: (e) => e.number, optional: true },
    {
      key: "updatedAt",
      title: t("Changed"),
      sort: "updatedAt",
      align: "end",
      cell: (e) => <Time at={e.updatedAt} />,
      text: (e) => e.updatedAt,
      optional: true,
    },
    { key: "createdAt", title: t("Made"), sort: "createdAt", align: "end", cell: (e) => <Time at={e.createdAt} />, text: (e) => e.createdAt, narrow: "value" },
    ...(deleted && !may
      ? []
      : [
          {
            key: "acts",
            title: t("Acts"),
            align: "end" as const,
            cell: (e: Experiment) => (
              <button
                type="button"
                className="icon-button s end"
                aria-haspopup="true"
                aria-label={t("Acts on {name}", { name: e.name })}
                onClick={(event) => setMenu({ experiment: e, box: event.currentTarget.getBoundingClientRect() })}
              >
                <MoreHorizontal size={14} aria-hidden />
              </button>
            ),
          },
        ]),
  ];
  const add =
    place.projectId === null || !may ? undefined : (
      <Button type="primary" icon={<Plus />} aria-expanded={form === "new"} onClick={() => setForm(form === "new" ? null : "new")}>
        {t("New experiment")}
      </Button>
    );
  return (
    <Page
      title={t("Experiments")}
      actions={add}
      tabs={
        <Tabs
          base={place.at("experiments")}
          tabs={[
            { key: "", label: t("Runs") },
            { key: "list", label: t("Experiments") },
          ]}
        />
      }
    >
      {form === null ? null : (
        <ExperimentForm
          key={form === "new" ? "new" : form.id}
          {...(form === "new" ? {} : { experiment: form })}
          projectId={form === "new" ? (place.projectId ?? "") : form.projectId}
          onDone={(made) => {
            setForm(null);
            if (form === "new") void navigate(place.at(`experiments/${made.id}`, made.projectId));
          }}
          onCancel={() => setForm(null)}
        />
      )}
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Experiments")}
          list={list}
          columns={columns}
          rowKey={(e) => e.id}
          filterLabel={t("Filter experiments")}
          selection={selection}
          bulk={(rows, clear) => (
            <>
              <Button
                size="small"
                type="primary"
                disabled={rows.length > mostTogether}
                onClick={() => void navigate(`${place.at("experiments")}?experiments=${rows.map((e) => e.id).join(",")}`)}
              >
                {t("Show their runs together")}
              </Button>
              <Button size="small" onClick={clear}>
                {t("Clear")}
              </Button>
            </>
          )}
          tools={
            <Segments
              label={t("Which experiments")}
              value={deleted ? "deleted" : "active"}
              onChange={state.choose}
              options={[
                { value: "active", label: t("Active") },
                { value: "deleted", label: t("Deleted") },
              ]}
            />
          }
          empty={
            deleted ? (
              <Empty say={t("No experiment is deleted.")} action={<Button onClick={() => state.choose("active")}>{t("Show the experiments")}</Button>} />
            ) : (
              <Empty say={t("No experiment yet. One is made with the first run.")} {...(may ? { snippet: "./lumina experiments create baseline" } : {})} />
            )
          }
        />
      </div>
      {menu === null ? null : (
        <Float anchor={menu.box} label={t("Acts on {name}", { name: menu.experiment.name })} onClose={() => setMenu(null)}>
          <MenuList
            close={() => setMenu(null)}
            items={
              deleted
                ? !may
                  ? []
                  : [
                      {
                        key: "restore",
                        label: t("Restore with its runs"),
                        icon: <RotateCcw size={14} aria-hidden />,
                        onSelect: () => restore.mutate({ experimentId: menu.experiment.id }),
                      },
                    ]
                : [
                    ...(may
                      ? [{ key: "edit", label: t("Rename or describe"), icon: <Pencil size={14} aria-hidden />, onSelect: () => setForm(menu.experiment) }]
                      : []),
                    {
                      key: "gone",
                      label: t("Its deleted runs"),
                      icon: <ArchiveRestore size={14} aria-hidden />,
                      onSelect: () => void navigate(`${place.at(`experiments/${menu.experiment.id}`, menu.experiment.projectId)}?state=deleted`),
                    },
                    ...(may
                      ? [
                          {
                            key: "delete",
                            label: t("Delete with its {n, plural, one {# run} other {# runs}}", { n: menu.experiment.runCount }),
                            icon: <Trash2 size={14} aria-hidden />,
                            danger: true,
                            onSelect: () => remove.mutate({ experimentId: menu.experiment.id }),
                          },
                        ]
                      : []),
                  ]
            }
          />
        </Float>
      )}
    </Page>
  );
}
