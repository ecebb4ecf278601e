import { CircleX } from "lucide-react";
import { useNow, Bar } from "../../../ui/Progress.tsx";
import type { Training } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { BestCard } from "../components/BestCard.tsx";
import { Leaderboard } from "../components/Leaderboard.tsx";
import { LatencyChart } from "../components/LatencyChart.tsx";
import { metricKind, metricWord } from "../components/metrics.ts";
import { TrainingFrame } from "../components/TrainingFrame.tsx";
import { Warnings } from "../components/Warnings.tsx";

/** The live page of a training: how far, how good, which is best. */
export default function TrainingPage() {
  return (
    <TrainingFrame>
      {(training, live) => (
        <>
          <Head training={training} live={live} />
          {training.error === null ? null : (
            <div className="note err" role="alert">
              <CircleX size={16} aria-hidden />
              <span>
                <b>{training.error.message}</b> {training.error.fix}
              </span>
            </div>
          )}
          <Warnings warnings={training.warnings} task={training.task} />
          <div className="training-top">
            <LatencyChart training={training} />
            <BestCard training={training} />
          </div>
          <Leaderboard training={training} />
        </>
      )}
    </TrainingFrame>
  );
}

function Head({ training, live }: { training: Training; live: boolean }) {
  const t = useT();
  const f = useFormat();
  const now = useNow(live);
  const started = training.startedAt === null ? null : new Date(training.startedAt).getTime();
  const ended = training.endedAt === null ? now : new Date(training.endedAt).getTime();
  const elapsed = started === null ? null : Math.floor(Math.max(0, ended - started) / (live ? 1000 : 1)) * (live ? 1000 : 1);
  const share = training.total === null || training.total === 0 ? null : training.done / training.total;
  const left = live && share !== null && share > 0.05 && elapsed !== null ? (elapsed / share) * (1 - share) : null;
  const best = training.candidates.find((c) => c.runId === training.bestRunId);
  const finished = training.candidates.filter((c) => c.status === "finished").length;
  const failed = training.candidates.filter((c) => c.status === "failed").length;
  const figures: [string, string][] = [
    [live ? t("Elapsed") : t("Took"), f.duration(elapsed)],
    ...(live ? ([[t("Left"), f.estimate(left)]] as [string, string][]) : []),
    [t("Candidates"), t("{n} of {all}", { n: finished, all: training.candidates.length })],
    [t("Best {metric}", { metric: metricWord(training.primaryMetric) }), f.metric(best?.metrics[training.primaryMetric], metricKind(training.primaryMetric))],
  ];
  return (
    <div className="card training-head">
      <div className="col g6">
        <div className="row">
          <b className="num nowrap">
            {training.total === null ? t("Starting") : t("{done} of {total} steps", { done: f.count(training.done), total: f.count(training.total) })}
          </b>
          <span className="t2 sm grow ellipsis" aria-live="polite">
            {[training.message, failed > 0 ? t("{n} failed", { n: failed }) : "", live ? t("Keeps running if you leave.") : ""]
              .filter((s) => s !== "")
              .join(" · ")}
          </span>
          <span className="t2 num">{share === null ? "" : f.percent(share, 0)}</span>
        </div>
        <Bar
          share01={training.status === "finished" ? 1 : share}
          label={t("Progress")}
          tone={training.status === "finished" ? "ok" : training.status === "failed" ? "err" : "primary"}
        />
      </div>
      <dl className="figures">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
