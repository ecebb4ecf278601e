import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Undo2 } from "lucide-react";
import { Link } from "react-router";
import type { LiveStage, Model, VersionSummary } from "../../../../capabilities/registry/contract/shapes.ts";
import { rollbackModel } from "../../../../capabilities/registry/contract/stages.ts";
import { listVersions } from "../../../../capabilities/registry/contract/versions.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { confirm } from "../../../ui/Confirm.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { MetricCard } from "../../../ui/MetricCard.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { isBetter, mainMetrics, metricName } from "../components/metrics.ts";
import { ModelFrame } from "../components/ModelFrame.tsx";
import { PromptVersions } from "../components/PromptVersions.tsx";
import { StageMenu } from "../components/StageMenu.tsx";
import { formatWords, stageWords } from "../components/words.ts";

/** Versions of a model with their metrics; what is in production and how the newest compares. */
export default function ModelPage() {
  return (
    <ModelFrame actions={(model) => <Actions model={model} />}>
      {(model) => (model.kind === "prompt" ? <PromptVersions model={model} /> : <Versions model={model} />)}
    </ModelFrame>
  );
}

function Actions({ model }: { model: Model }) {
  const t = useT();
  const back = useDo(rollbackModel, {
    also: ["deployments", "approvals", "monitoring"],
    onDone: (v) => toast({ tone: "done", text: t("{name} v{version}: {stage}", { name: v.name, version: v.version, stage: t(stageWords[v.stage]) }) }),
  });
  const stage: LiveStage | null = model.productionVersion === null ? (model.stagingVersion === null ? null : "staging") : "production";
  if (stage === null) return null;
  const rollBack = async () => {
    const answer = await confirm({
      title: t("Roll {name} back in {stage}", { name: model.name, stage: t(stageWords[stage]) }),
      effect: t("The version that was there before comes back, and every deployment that follows this stage serves it."),
      facts: [[t("Now"), t("v{version}", { version: (stage === "production" ? model.productionVersion : model.stagingVersion) ?? 0 })]],
      act: t("Roll back"),
      danger: true,
      reason: t("kept in the history"),
    });
    if (answer) back.mutate({ modelId: model.id, stage, reason: answer.reason });
  };
  return (
    <Button danger icon={<Undo2 />} loading={back.isPending} onClick={() => void rollBack()}>
      {t("Roll back {stage}", { stage: t(stageWords[stage]).toLocaleLowerCase() })}
    </Button>
  );
}

function Versions({ model }: { model: Model }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const list = useList(listVersions, { modelId: model.id }, { key: "version", order: "desc" }, { refetchMs: 10_000 });
  const newest = useQuery(queryFor(listVersions, { modelId: model.id, limit: 200 }));
  const all = newest.data?.items ?? [];
  const latest = all[0];
  const production = all.find((v) => v.version === model.productionVersion);
  const metrics = latest ? mainMetrics(latest.task ?? "", latest.metrics, 4) : [];
  const columns: Column<VersionSummary>[] = [
    {
      key: "version",
      title: t("Version"),
      name: true,
      sort: "version",
      cell: (v) => (
        <Link to={place.at(`models/${model.id}/${v.version}`, model.projectId)} className="mono">
          {t("v{version}", { version: v.version })}
        </Link>
      ),
      text: (v) => v.version,
    },
    {
      key: "aliases",
      title: t("Aliases"),
      cell: (v) =>
        v.aliases.length === 0 ? (
          <span className="t3">—</span>
        ) : (
          <span className="row g6" style={{ display: "inline-flex" }}>
            {v.aliases.map((alias) => (
              <span key={alias} className="chip pri">
                @{alias}
              </span>
            ))}
          </span>
        ),
      text: (v) => v.aliases.join(" "),
      narrow: "meta",
    },
    {
      key: "stage",
      title: t("Stage"),
      cell: (v) => (v.stage === "none" ? <span className="t3">—</span> : <StageChip stage={v.stage} />),
      text: (v) => v.stage,
      narrow: "value",
    },
    ...metrics.map((key): Column<VersionSummary> => ({
      key,
      title: metricName(key),
      align: "end",
      cell: (v) => f.metric(v.metrics[key]),
      text: (v) => v.metrics[key],
      ...(key === metrics[0] ? { narrow: "value" as const } : {}),
    })),
    { key: "algorithm", title: t("Algorithm"), cell: (v) => <span className="mono t2">{v.algorithm ?? "—"}</span>, text: (v) => v.algorithm, narrow: "meta" },
    {
      key: "format",
      title: t("Format"),
      cell: (v) => <span className={v.format === "native" ? "warn" : ""}>{t(formatWords[v.format])}</span>,
      text: (v) => v.format,
    },
    { key: "source", title: t("Source"), cell: (v) => <span className="mono t2">{v.source}</span>, text: (v) => v.source, optional: true },
    {
      key: "data",
      title: t("Data"),
      cell: (v) =>
        v.datasetId === null ? (
          "—"
        ) : (
          <ObjectRef type="dataset" id={v.datasetId} projectId={v.projectId}>
            {t("version {version}", { version: v.datasetVersion ?? 1 })}
          </ObjectRef>
        ),
      optional: true,
    },
    { key: "createdAt", title: t("Made"), sort: "createdAt", align: "end", cell: (v) => <Time at={v.createdAt} />, text: (v) => v.createdAt, narrow: "meta" },
    {
      key: "act",
      title: t("Move"),
      align: "end",
      cell: (v) => <StageMenu modelId={model.id} name={model.name} version={v.version} stage={v.stage} productionVersion={model.productionVersion} />,
    },
  ];
  return (
    <>
      {latest ? (
        <div className="grid c4">
          {metrics.map((key) => {
            const value = latest.metrics[key];
            const against = production && production.version !== latest.version ? production.metrics[key] : undefined;
            const deviation = latest.metrics[`${key}_sd`];
            return (
              <MetricCard
                key={key}
                label={t("{metric}, newest v{version}", { metric: metricName(key), version: latest.version })}
                value={f.metric(value)}
                remark={
                  against !== undefined && value !== undefined ? (
                    <span className={value === against ? "" : isBetter(key, against, value) ? "ok" : "warn"}>
                      {t("{delta} against production v{version}", { delta: f.delta(value - against, (n) => f.metric(n)), version: production?.version ?? 0 })}
                    </span>
                  ) : deviation === undefined ? undefined : (
                    t("± {sd} over the folds", { sd: f.metric(deviation) })
                  )
                }
              />
            );
          })}
        </div>
      ) : null}
      <div className="card">
        <DataTable
          label={t("Versions")}
          list={list}
          columns={columns}
          rowKey={(v) => String(v.version)}
          filterLabel={t("Filter versions")}
          empty={
            <Empty
              say={t("No version yet. Register a finished run, or a model that a script logged.")}
              action={
                <Link to={place.at("models/new", model.projectId)}>
                  <Button type="primary">{t("Register a run")}</Button>
                </Link>
              }
              snippet={`mlflow.register_model(uri, "${model.name}")`}
            />
          }
        />
      </div>
    </>
  );
}
