import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Activity, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { getDeployment, syncDeployment, watchDeployment } from "../../../../capabilities/serving/contract.ts";
import type { DeploymentDetail } from "../../../../capabilities/serving/contract/shapes.ts";
import type * as z from "zod";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";
import { useWatch } from "../../../lib/watch.ts";
import { ObjectRef, useObjectLink } from "../../../ui/collection.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Async } from "../../../ui/states.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { Link } from "react-router";
import { DeploymentStatus } from "./DeploymentStatus.tsx";

export type Detail = z.output<typeof DeploymentDetail>;

/** Frame of the pages of one deployment: what serves, in which state, tabs; follows its revisions live. */
export function DeploymentFrame({ actions, children }: { actions?(deployment: Detail): ReactNode; children(deployment: Detail): ReactNode }) {
  const t = useT();
  const place = usePlace();
  const client = useQueryClient();
  const link = useObjectLink();
  const { deploymentId = "" } = useParams();
  const read = queryFor(getDeployment, { deploymentId });
  const query = useQuery(read);
  const sync = useDo(syncDeployment);
  useWatch(
    watchDeployment,
    query.data ? { deploymentId } : null,
    (event) => {
      const known = query.data?.deployment;
      if (known && known.revision === event.deployment.revision && known.status === event.deployment.status) return;
      void invalidateNoun(client, "deployments");
    },
    { poll: [read.queryKey] },
  );
  if (!query.data)
    return (
      <Page title={t("Deployment")}>
        <Async query={query} what={t("The deployment could not load.")} shape="block">
          {() => null}
        </Async>
      </Page>
    );
  const d = query.data.deployment;
  const monitor = link("monitoring", d.id, d.projectId);
  return (
    <Page
      title={d.name}
      chips={
        <>
          <StageChip stage={d.environment} />
          <DeploymentStatus of={d} chip />
        </>
      }
      meta={
        <>
          <span>
            {t("serves")}{" "}
            <ObjectRef type="modelVersion" id={`${d.modelId}/${d.modelVersion}`} projectId={d.projectId}>
              {t("{name} v{version}", { name: d.modelName, version: d.modelVersion })}
            </ObjectRef>
          </span>
          <span>{t("revision {n}", { n: d.revision })}</span>
          <span>
            <CopyText text={`POST ${d.addresses.v2}`} />
          </span>
          {d.followsProduction ? <span>{t("follows the production stage")}</span> : null}
        </>
      }
      actions={
        <>
          {monitor === null ? null : (
            <Link to={monitor}>
              <Button icon={<Activity />}>{t("Monitor")}</Button>
            </Link>
          )}
          {actions?.(d)}
        </>
      }
      tabs={
        <Tabs
          base={place.at(`deployments/${d.id}`)}
          tabs={[
            { key: "", label: t("Predict") },
            { key: "batch", label: t("Batch") },
            { key: "log", label: t("Prediction log") },
            { key: "revisions", label: t("Revisions"), count: d.revision },
            { key: "settings", label: t("Settings") },
          ]}
        />
      }
    >
      {d.problem === null ? null : (
        <div className="note warn" role="status">
          <TriangleAlert size={16} aria-hidden />
          <span className="grow">
            <b>{t("The newest wish could not be served. Revision {n} keeps answering.", { n: d.revision })}</b> {d.problem}
          </span>
          {d.followsProduction ? (
            <Button size="small" loading={sync.isPending} onClick={() => sync.mutate({ deploymentId: d.id })}>
              {t("Try again")}
            </Button>
          ) : null}
        </div>
      )}
      {d.status === "removed" ? <div className="note">{t("This deployment was removed. Its address does not answer any more; its log stays.")}</div> : null}
      {children(d)}
    </Page>
  );
}
