import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Boxes, CornerLeftUp, Database, FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { getExperiment } from "../../../../capabilities/tracking/contract/experiments.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { CopyId } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { useNow } from "../../../ui/Progress.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { StatusChip } from "../../../ui/StatusIcon.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useRun } from "../hooks/useRun.ts";
import { tookMs } from "./metrics.ts";
import "./tracking.css";

/** Title, facts, acts and tabs of a run; the tab's content gets it, live. */
export function RunFrame({ children }: { children(run: Run, live: boolean): ReactNode }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const { query, live } = useRun();
  const now = useNow(live);
  const run = query.data;
  const may = useMayBuild(run?.projectId ?? null);
  const experiment = useQuery({
    ...queryFor(getExperiment, { experimentId: run?.experimentId ?? "" }),
    enabled: run !== undefined,
    staleTime: 60_000,
  });
  const crumbs = [{ label: t("Experiments"), to: place.at("experiments") }];
  if (!run)
    return (
      <Page title={t("Run")} crumbs={crumbs}>
        {query.error ? <ErrorState error={query.error} what={t("The run could not load.")} onRetry={() => void query.refetch()} /> : <Loading shape="block" />}
      </Page>
    );
  const candidate = may && run.parentRunId !== null && run.status === "finished" && run.kind !== "training";
  return (
    <Page
      title={run.name}
      crumbs={crumbs}
      chips={
        <>
          <StatusChip status={run.status} />
          {run.kind === "run" ? null : <span className="chip">{run.kind}</span>}
        </>
      }
      meta={
        <>
          <span>
            <FlaskConical size={14} aria-hidden />
            <ObjectRef type="experiment" id={run.experimentId} projectId={run.projectId}>
              {experiment.data?.name ?? t("experiment")}
            </ObjectRef>
          </span>
          {run.datasetId === null ? null : (
            <span>
              <Database size={14} aria-hidden />
              <ObjectRef type="dataset" id={run.datasetId} projectId={run.projectId}>
                {t("dataset, version {n}", { n: run.datasetVersion ?? 1 })}
              </ObjectRef>
            </span>
          )}
          {run.parentRunId === null ? null : (
            <span>
              <CornerLeftUp size={14} aria-hidden />
              <ObjectRef type="run" id={run.parentRunId} projectId={run.projectId}>
                {t("parent run")}
              </ObjectRef>
            </span>
          )}
          <span>
            {t("by {name},", { name: run.createdBy })} <Time at={run.startedAt} />
          </span>
          <span className="num">
            {live ? t("{time} so far", { time: f.duration(tookMs(run, now)) }) : t("took {time}", { time: f.duration(tookMs(run, now)) })}
          </span>
          <CopyId id={run.id} />
        </>
      }
      actions={
        candidate ? (
          <Button type="primary" icon={<Boxes />} onClick={() => void navigate(`${place.at("models/new", run.projectId)}?run=${run.id}`)}>
            {t("Register as a model")}
          </Button>
        ) : undefined
      }
      tabs={
        <Tabs
          base={place.at(`runs/${run.id}`)}
          tabs={[
            { key: "", label: t("Overview") },
            { key: "charts", label: t("Charts") },
            { key: "parameters", label: t("Parameters"), count: Object.keys(run.params).length },
            { key: "artifacts", label: t("Artifacts") },
            { key: "models", label: t("Models") },
            { key: "logs", label: t("Logs") },
            { key: "system", label: t("System") },
            { key: "traces", label: t("Traces") },
            { key: "reproduce", label: t("Reproduce") },
            ...(run.kind === "candidate" ? [{ key: "gate", label: t("Gate") }] : []),
          ]}
        />
      }
    >
      {children(run, live)}
    </Page>
  );
}
