import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { NavLink, useLocation, useParams } from "react-router";
import { monitoringCurrent, watchMonitoring } from "../../../../capabilities/monitoring/contract.ts";
import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useWatch } from "../../../lib/watch.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StageChip } from "../../../ui/StageChip.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useView } from "../hooks/useView.ts";
import { HealthChip } from "./Health.tsx";
import { SimulatedChip, SimulatedNote } from "./SimulatedNote.tsx";
import { ViewTools } from "./ViewTools.tsx";
import "./monitoring.css";

/** Frame of the pages of one monitored deployment: state, window, source, tabs; follows it live. */
export function MonitorFrame({ actions, children }: { actions?(current: Current): ReactNode; children(current: Current): ReactNode }) {
  const t = useT();
  const client = useQueryClient();
  const { deploymentId = "" } = useParams();
  const { hours, source } = useView();
  const read = queryFor(monitoringCurrent, { deploymentId, hours, source, limit: 1 });
  const query = useQuery(read);
  useWatch(
    watchMonitoring,
    { deploymentId, hours, source },
    (event) => {
      client.setQueryData(read.queryKey, { items: [event.current], nextCursor: null });
      for (const name of ["monitoring.traffic", "monitoring.drift", "monitoring.advice"])
        void client.invalidateQueries({ predicate: (q) => q.queryKey[0] === name && JSON.stringify(q.queryKey[1]).includes(deploymentId) });
    },
    { poll: [read.queryKey] },
  );
  const current = query.data?.items[0];
  if (!current)
    return (
      <Page title={t("Monitoring")}>
        <Async query={query} what={t("The figures could not load.")} shape="tiles">
          {() => <Empty say={t("Nothing is deployed under this address.")} />}
        </Async>
      </Page>
    );
  return (
    <Page
      title={current.name}
      chips={
        <>
          <StageChip stage={current.environment} />
          <HealthChip status={current.status} />
          {source === "simulated" ? <SimulatedChip /> : null}
        </>
      }
      meta={
        <>
          <span>
            <ObjectRef type="modelVersion" id={`${current.modelId}/${current.modelVersion}`} projectId={current.projectId}>
              {t("{name} v{version}", { name: current.modelName, version: current.modelVersion })}
            </ObjectRef>
          </span>
          <span>
            <ObjectRef type="deployment" id={current.deploymentId} projectId={current.projectId}>
              {t("Deployment")}
            </ObjectRef>
          </span>
          <span>
            {t("measured")} <Time at={current.at} />
          </span>
          <span>
            {current.lastAt === null ? (
              t("no prediction in this window")
            ) : (
              <>
                {t("last prediction")} <Time at={current.lastAt} />
              </>
            )}
          </span>
        </>
      }
      actions={actions?.(current)}
      tabs={<MonitorTabs current={current} />}
    >
      <div className="row wrap">
        <ViewTools />
      </div>
      {source === "simulated" ? <SimulatedNote /> : null}
      {children(current)}
    </Page>
  );
}

function MonitorTabs({ current }: { current: Current }) {
  const t = useT();
  const place = usePlace();
  const { search } = useLocation();
  const base = place.at(`monitoring/${current.deploymentId}`);
  const drifted = current.drifted.length;
  return (
    <nav className="tabs" aria-label={t("Parts of this page")}>
      <NavLink end to={base + search}>
        {t("Live")}
      </NavLink>
      <NavLink end to={`${base}/drift${search}`}>
        {t("Drift")}
        {drifted === 0 ? null : <span className="count bad">{drifted}</span>}
      </NavLink>
      <NavLink end to={`${base}/retraining${search}`}>
        {t("Retraining")}
      </NavLink>
    </nav>
  );
}
