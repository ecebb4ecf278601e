import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Pencil, Users } from "lucide-react";
import { useNavigate, useParams } from "react-router";
import { listDatasets } from "../../../../capabilities/datasets/contract.ts";
import { getProject, updateProject } from "../../../../capabilities/projects/contract.ts";
import { listModels } from "../../../../capabilities/registry/contract/models.ts";
import { listDeployments } from "../../../../capabilities/serving/contract.ts";
import { listRuns } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { SlotContents } from "../../../ui/collection.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Async } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { ObjectsCard } from "../components/ObjectsCard.tsx";

/** A project at a glance: its newest data, runs, models and deployments. */
export default function OverviewPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const { projectId = "" } = useParams();
  const project = useQuery(queryFor(getProject, { projectId }));
  const restore = useDo(updateProject);
  const newest = { projectId, limit: 6 };
  const datasets = useQuery(queryFor(listDatasets, newest));
  const runs = useQuery(queryFor(listRuns, { ...newest, roots: true }));
  const models = useQuery(queryFor(listModels, newest));
  const deployments = useQuery(queryFor(listDeployments, newest));
  if (!project.data)
    return (
      <Page title={t("Project")}>
        <Async query={project} what={t("The project could not load.")} shape="tiles" rows={4}>
          {() => null}
        </Async>
      </Page>
    );
  return (
    <Async query={project} what={t("The project could not load.")} shape="tiles" rows={4}>
      {(data) => (
        <Page
          title={data.name}
          chips={data.status === "archived" ? <span className="chip">{t("Archived")}</span> : undefined}
          meta={
            <>
              <span>{data.description === "" ? t("No description yet.") : data.description}</span>
              <span>
                <Time at={data.updatedAt} />
              </span>
            </>
          }
          actions={
            data.status === "archived" ? (
              <Button onClick={() => restore.mutate({ projectId, status: "active" })}>{t("Bring back")}</Button>
            ) : (
              <>
                <Button icon={<Users />} onClick={() => void navigate(place.at("access"))}>
                  {t("Access")}
                </Button>
                <Button icon={<Pencil />} onClick={() => void navigate(place.at("edit"))}>
                  {t("Edit")}
                </Button>
              </>
            )
          }
        >
          <SlotContents slot="project.tile" />
          <div className="grid c2">
            <ObjectsCard
              title={t("Datasets")}
              type="dataset"
              section="datasets"
              query={datasets}
              none={t("No dataset yet. Upload a table or take a sample.")}
              row={(d) => ({
                id: d.id,
                name: d.name,
                note: t("v{version} · {rows} rows", { version: d.latestVersion, rows: f.count(d.rowCount) }),
                end: <Time at={d.updatedAt} />,
              })}
            />
            <ObjectsCard
              title={t("Runs")}
              type="run"
              section="experiments"
              query={runs}
              none={t("No runs yet. Log one from your script, or train from a dataset.")}
              row={(r) => ({ id: r.id, name: r.name, note: <StatusIcon status={r.status} />, end: <Time at={r.startedAt} /> })}
            />
            <ObjectsCard
              title={t("Models")}
              type="model"
              section="models"
              query={models}
              none={t("No model yet. Register one from a finished run.")}
              row={(m) => ({
                id: m.id,
                name: m.name,
                note: m.latestVersion === null ? t("no version yet") : t("v{version}", { version: m.latestVersion }),
                end:
                  m.productionVersion !== null ? (
                    <StageChip stage="production" />
                  ) : m.stagingVersion !== null ? (
                    <StageChip stage="staging" />
                  ) : (
                    <Time at={m.updatedAt} />
                  ),
              })}
            />
            <ObjectsCard
              title={t("Deployments")}
              type="deployment"
              section="deployments"
              query={deployments}
              none={t("Nothing is deployed. Pick a model version to serve it.")}
              row={(d) => ({
                id: d.id,
                name: d.name,
                note: t("{model} v{version}", { model: d.modelName, version: d.modelVersion }),
                end: <StageChip stage={d.environment} />,
              })}
            />
          </div>
          <SlotContents slot="project.main" />
        </Page>
      )}
    </Async>
  );
}
