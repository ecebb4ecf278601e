import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Link } from "react-router";
import { getRun, type Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { queryFor } from "../../../../lib/query.ts";
import { Facts } from "../../../../ui/Card.tsx";
import { CopyId } from "../../../../ui/Copy.tsx";
import { useNow } from "../../../../ui/Progress.tsx";
import { Async } from "../../../../ui/states.tsx";
import { StatusChip } from "../../../../ui/StatusIcon.tsx";
import { Time } from "../../../../ui/Time.tsx";
import { bestStep, isSystem, metricKeys, metricKind, tookMs } from "../metrics.ts";
import { noteTag } from "../Note.tsx";
import "./peek.css";

/** So many metrics, parameters and tags stand here; the run's own page has all. */
const most = 30;

interface RunPeekProps {
  runId: string;
  onClose(): void;
}

/** A run beside the list it stands in: what it is and how good, without leaving the place. */
export default function RunPeek({ runId, onClose }: RunPeekProps) {
  const t = useT();
  const close = () => {
    onClose();
    document.querySelector<HTMLElement>(`.run-grid tr[data-key="${runId}"] th a`)?.focus();
  };
  const run = useQuery({ ...queryFor(getRun, { runId }), staleTime: 3_000 });
  return (
    <aside className="run-peek" aria-label={t("Preview of a run")}>
      <button type="button" className="icon-button s run-peek-close" aria-label={t("Close the preview")} title={t("Close the preview")} onClick={close}>
        <X size={14} aria-hidden />
      </button>
      <Async query={run} what={t("The run could not load.")} rows={6}>
        {(read) => <Content run={read} />}
      </Async>
    </aside>
  );
}

function Content({ run }: { run: Run }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const now = useNow(run.endedAt === null);
  const metrics = metricKeys([run]).filter((key) => !isSystem(key));
  const params = Object.entries(run.params);
  const tags = Object.entries(run.tags).filter(([key]) => !/^(mlflow|lumina|wandb)\./.test(key));
  const note = run.tags[noteTag] ?? "";
  const rest = (n: number) => (n > most ? <p className="sm t2">{t("{n} more on the run's page.", { n: f.count(n - most) })}</p> : null);
  return (
    <>
      <header className="col g4">
        <h2>
          <Link to={place.at(`runs/${run.id}`, run.projectId)}>{run.name}</Link>
        </h2>
        <span className="row wrap g6 sm t2">
          <StatusChip status={run.status} />
          <Time at={run.startedAt} />
          <span>{t("took {time}", { time: f.duration(tookMs(run, now)) })}</span>
          <CopyId id={run.id} />
        </span>
      </header>
      {run.error === null ? null : (
        <p className="note err" role="note">
          {run.error}
        </p>
      )}
      {note === "" ? null : <p className="run-note">{note}</p>}
      <section className="col g4">
        <h3>{t("Metrics")}</h3>
        {metrics.length === 0 ? <p className="t2">{t("No metric yet.")}</p> : null}
        <Facts
          facts={metrics.slice(0, most).flatMap((key) => {
            const summary = run.metrics[key];
            if (!summary) return [];
            const kind = metricKind(key);
            const best = bestStep(key, summary);
            return [
              [
                key,
                <span key={key} className="num">
                  <b>{f.metric(summary.last, kind)}</b>
                  {summary.count > 1 ? (
                    <span className="t2"> {t("best {value} at {step}", { value: f.metric(best.value, kind), step: f.count(best.step) })}</span>
                  ) : null}
                </span>,
              ] as const,
            ];
          })}
        />
        {rest(metrics.length)}
      </section>
      {params.length === 0 ? null : (
        <section className="col g4">
          <h3>{t("Parameters")}</h3>
          <Facts facts={params.slice(0, most)} />
          {rest(params.length)}
        </section>
      )}
      {tags.length === 0 ? null : (
        <section className="col g4">
          <h3>{t("Tags")}</h3>
          <Facts facts={tags.slice(0, most)} />
          {rest(tags.length)}
        </section>
      )}
    </>
  );
}
