import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { Rocket } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { listDeployments } from "../../../../capabilities/serving/contract.ts";
import { getModel } from "../../../../capabilities/registry/contract/models.ts";
import type { Model, ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { getVersion, listVersions } from "../../../../capabilities/registry/contract/versions.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Time } from "../../../ui/Time.tsx";
import { PendingBanner } from "./PendingBanner.tsx";
import { StageMenu } from "./StageMenu.tsx";
import { formatWords } from "./words.ts";

/** Frame of the pages of one version: which, how made, promote, deploy. */
export function VersionFrame({ children }: { children(version: ModelVersion, model: Model): ReactNode }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const { modelId = "", version: number = "" } = useParams();
  const wanted = Number(number);
  const model = useQuery({ ...queryFor(getModel, { modelId }), refetchInterval: 10_000 });
  const version = useQuery({ ...queryFor(getVersion, { modelId, version: wanted }), refetchInterval: 10_000 });
  const others = useQuery(queryFor(listVersions, { modelId, limit: 200 }));
  const deployments = useQuery(queryFor(listDeployments, { modelId, limit: 100 }));
  const v = version.data;
  const m = model.data;
  if (!v || !m) {
    const error = version.error ?? model.error;
    return (
      <Page title={t("Model version")}>
        {error ? <ErrorState error={error} what={t("The version could not load.")} onRetry={() => void version.refetch()} /> : <Loading shape="block" />}
      </Page>
    );
  }
  const base = place.at(`models/${m.id}/${v.version}`);
  const prompt = v.kind === "prompt";
  return (
    <Page
      title={`${v.name} v${v.version}`}
      crumbs={[{ label: m.name, to: place.at(`models/${m.id}`) }]}
      chips={
        <>
          <Select
            size="small"
            aria-label={t("Another version")}
            value={v.version}
            popupMatchSelectWidth={false}
            options={(others.data?.items ?? [v]).map((one) => ({ value: one.version, label: t("v{version}", { version: one.version }) }))}
            onChange={(next) => void navigate(place.at(`models/${m.id}/${next}`))}
          />
          {v.stage === "none" ? null : <StageChip stage={v.stage} />}
          <span className={`chip ${v.format === "native" ? "warn" : ""}`}>{t(formatWords[v.format])}</span>
          {v.aliases.map((alias) => (
            <span key={alias} className="chip pri">
              @{alias}
            </span>
          ))}
        </>
      }
      meta={
        <>
          {prompt ? null : (
            <span>
              {v.algorithm ?? t("own code")}
              {v.sizeBytes === null ? "" : `, ${f.bytes(v.sizeBytes)}`}
            </span>
          )}
          {v.runId === null ? null : (
            <span>
              {t("from run")}{" "}
              <ObjectRef type="run" id={v.runId} projectId={v.projectId}>
                {v.runId.slice(-8)}
              </ObjectRef>
            </span>
          )}
          <span>
            {v.createdBy.name}, <Time at={v.createdAt} />
          </span>
        </>
      }
      actions={
        prompt ? null : (
          <>
            {v.format === "onnx" ? (
              <Link to={`${place.at("deployments/new", v.projectId)}?model=${m.id}&version=${v.version}`}>
                <Button icon={<Rocket />}>{t("Deploy")}</Button>
              </Link>
            ) : null}
            <StageMenu primary modelId={m.id} name={m.name} version={v.version} stage={v.stage} productionVersion={m.productionVersion} />
          </>
        )
      }
      tabs={
        <Tabs
          base={base}
          tabs={[
            { key: "", label: t("Overview") },
            ...(prompt
              ? []
              : [
                  {
                    key: "deployments",
                    label: t("Deployments"),
                    ...(deployments.data ? { count: deployments.data.items.filter((d) => d.modelVersion === v.version).length } : {}),
                  },
                ]),
          ]}
        />
      }
    >
      <PendingBanner modelId={m.id} />
      {children(v, m)}
    </Page>
  );
}
