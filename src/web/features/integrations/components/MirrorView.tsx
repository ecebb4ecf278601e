import { TriangleAlert } from "lucide-react";
import type { OutputOf } from "../../../../kernel/contract/operation.ts";
import type { mirrorStatus } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { useFormat } from "../../../lib/format.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { MetricCard } from "../../../ui/MetricCard.tsx";
import { Page } from "../../../ui/Page.tsx";
import { useNow } from "../../../ui/Progress.tsx";
import { Time } from "../../../ui/Time.tsx";
import { MirrorActs } from "./MirrorActs.tsx";
import { MirroredRuns } from "./MirroredRuns.tsx";
import { MirrorState } from "./MirrorState.tsx";
import { useProjectNames } from "./useProjectNames.ts";

/** The server counts no further. */
const countedAtMost = 100_000;

/** Figures, the reason of a failure with since when, and the runs. */
export function MirrorView({ status }: { status: OutputOf<typeof mirrorStatus> }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const projectName = useProjectNames();
  const { mirror, pointsBehind, runsBehind, artifactsBehind, secondsBehind } = status;
  const now = useNow(mirror.state === "failing");
  const late = secondsBehind > 60;
  return (
    <Page
      title={mirror.name}
      chips={<MirrorState mirror={mirror} chip />}
      crumbs={[{ label: t("MLflow and W&B mirrors"), to: place.at("settings/mirrors", null) }]}
      meta={
        <>
          <span>{mirror.kind === "mlflow" ? t("MLflow") : t("W&B")}</span>
          <span className="mono">{mirror.url}</span>
          <ObjectRef type="project" id={mirror.projectId}>
            {projectName(mirror.projectId)}
          </ObjectRef>
          <span>
            <Say m="since <time></time>" tags={{ time: () => <Time key="at" at={mirror.createdAt} /> }} />
          </span>
        </>
      }
      actions={<MirrorActs mirror={mirror} />}
    >
      {mirror.state === "failing" ? (
        <div className="note err" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>
            <b>{mirror.error}</b>{" "}
            <span className="t2">
              <Say
                m="Failing since <since></since>, next try in {next}. Training goes on and nothing is lost."
                v={{ next: f.duration(Math.max(0, Date.parse(mirror.nextTryAt ?? "") - now) || 0) }}
                tags={{ since: () => <Time key="since" at={mirror.failingSince} /> }}
              />
            </span>
          </span>
        </div>
      ) : null}
      <div className="grid c4">
        <MetricCard
          label={t("Points behind")}
          value={pointsBehind >= countedAtMost ? t("{n} or more", { n: f.count(pointsBehind) }) : f.count(pointsBehind)}
          remark={t("{n, plural, one {in # run} other {in # runs}}", { n: runsBehind })}
          tone={late && pointsBehind > 0 ? "warn" : "plain"}
        />
        <MetricCard
          label={t("Behind by")}
          value={secondsBehind === 0 ? t("0 s") : f.duration(secondsBehind * 1000)}
          remark={t("since nothing was left to send")}
          tone={late ? "warn" : "plain"}
        />
        <MetricCard label={t("Runs copied")} value={f.count(mirror.runs)} remark={historyWords(t, mirror)} />
        <MetricCard
          label={t("Points sent")}
          value={f.count(mirror.points)}
          remark={t("{n, plural, =0 {no file waits} one {# file waits} other {# files wait}}", { n: artifactsBehind })}
        />
      </div>
      <MirroredRuns mirrorId={mirror.id} projectId={mirror.projectId} failed={mirror.runsFailed} />
    </Page>
  );
}

function historyWords(t: ReturnType<typeof useT>, { history, historyLeft }: { history: string; historyLeft: number }): string {
  if (historyLeft > 0) return t("{n, plural, one {# older run to copy} other {# older runs to copy}}", { n: historyLeft });
  return history === "copied" ? t("older runs are copied too") : t("runs since the mirror was made");
}
