import { Button } from "antd";
import { Plus } from "lucide-react";
import { Link } from "react-router";
import { listModels } from "../../../../capabilities/registry/contract/models.ts";
import type { Model } from "../../../../capabilities/registry/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { taskWords } from "../components/words.ts";

type Shown = "all" | "staging" | "production" | "archived" | "prompts";
const isShown = (word: string): word is Shown => ["all", "staging", "production", "archived", "prompts"].includes(word);

/** Columns that say nothing of a prompt; its aliases stand beside its newest version. */
const modelsOnly = ["task", "staging", "production", "aliases"];

/** Registered models of a project, or of all projects. */
export default function ModelsPage() {
  const t = useT();
  const place = usePlace();
  const stage = useUrlValue("stage", "all");
  const shown: Shown = isShown(stage.value) ? stage.value : "all";
  const list = useList(
    listModels,
    {
      ...(place.projectId === null ? {} : { projectId: place.projectId }),
      ...(shown === "prompts" ? { kind: "prompt" as const } : shown === "archived" ? { archived: true } : shown === "all" ? {} : { stage: shown }),
    },
    { key: "updatedAt", order: "desc" },
    { refetchMs: 10_000 },
  );
  const version = (m: Model, n: number | null) =>
    n === null ? (
      <span className="t3">—</span>
    ) : (
      <Link to={place.at(`models/${m.id}/${n}`, m.projectId)} className="mono">
        {t("v{version}", { version: n })}
      </Link>
    );
  const aliases: Column<Model> = {
    key: "aliases",
    title: t("Aliases"),
    cell: (m) => {
      const all = Object.entries(m.aliases);
      return all.length === 0 ? <span className="t3">—</span> : <span className="t2">{all.map(([alias, n]) => `@${alias} v${n}`).join(", ")}</span>;
    },
    text: (m) => Object.keys(m.aliases).join(" "),
    ...(shown === "prompts" ? { narrow: "meta" as const } : {}),
  };
  const columns: Column<Model>[] = [
    {
      key: "name",
      title: t("Model"),
      name: true,
      sort: "name",
      cell: (m) => <Link to={place.at(`models/${m.id}`, m.projectId)}>{m.name}</Link>,
      text: (m) => m.name,
    },
    {
      key: "task",
      title: t("Task"),
      cell: (m) => (m.task === null ? <span className="t3">—</span> : t(taskWords[m.task])),
      text: (m) => m.task,
      narrow: "meta",
    },
    { key: "latest", title: t("Newest"), cell: (m) => version(m, m.latestVersion), text: (m) => m.latestVersion },
    { key: "staging", title: t("Staging"), cell: (m) => version(m, m.stagingVersion), text: (m) => m.stagingVersion },
    { key: "production", title: t("Production"), cell: (m) => version(m, m.productionVersion), text: (m) => m.productionVersion, narrow: "value" },
    { ...aliases, optional: true },
    { key: "by", title: t("Made by"), cell: (m) => <span className="t2">{m.createdBy.name}</span>, text: (m) => m.createdBy.name },
    { key: "createdAt", title: t("Made"), sort: "createdAt", align: "end", cell: (m) => <Time at={m.createdAt} />, text: (m) => m.createdAt, optional: true },
    {
      key: "updatedAt",
      title: t("Changed"),
      sort: "updatedAt",
      align: "end",
      cell: (m) => <Time at={m.updatedAt} />,
      text: (m) => m.updatedAt,
      narrow: "value",
    },
  ];
  const register = (
    <Link to={place.at("models/new")}>
      <Button type="primary" icon={<Plus />}>
        {t("Register a model")}
      </Button>
    </Link>
  );
  return (
    <Page title={t("Models")} meta={<span>{t("Named models with numbered versions, each made by a run and moved through stages.")}</span>} actions={register}>
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Models")}
          list={list}
          columns={
            shown === "prompts"
              ? [...columns.filter((c) => !modelsOnly.includes(c.key)).slice(0, 2), aliases, ...columns.filter((c) => !modelsOnly.includes(c.key)).slice(2)]
              : columns
          }
          rowKey={(m) => m.id}
          filterLabel={t("Filter models")}
          tools={
            <Segments<Shown>
              label={t("Stage")}
              value={shown}
              onChange={stage.choose}
              options={[
                { value: "all", label: t("All") },
                { value: "staging", label: t("Staging") },
                { value: "production", label: t("Production") },
                { value: "archived", label: t("Archived") },
                { value: "prompts", label: t("Prompts") },
              ]}
            />
          }
          empty={
            shown === "all" ? (
              <Empty
                say={t("No models yet. Train one, then register its best run; a script can do it too.")}
                action={register}
                snippet="lumina models register churn-risk --run <run id>"
              />
            ) : shown === "prompts" ? (
              <Empty
                say={t("No prompts yet. A script registers them with MLflow's client.")}
                snippet={'mlflow.genai.register_prompt("greet", "Hello {{name}}")'}
              />
            ) : (
              <Empty say={t("No model is in this stage.")} />
            )
          }
        />
      </div>
    </Page>
  );
}
