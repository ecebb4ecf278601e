import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { CircleCheck, CircleSlash } from "lucide-react";
import { compareChallenger } from "../../../../capabilities/monitoring/contract.ts";
import type { Comparison, Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { listTrainings } from "../../../../capabilities/training/contract.ts";
import type * as z from "zod";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Async } from "../../../ui/states.tsx";
import { Scroll } from "./Scroll.tsx";

/** A finished training against what serves: the same metric, the interval, one sentence, one act. */
export function Challenger({ current }: { current: Current }) {
  const t = useT();
  const f = useFormat();
  const chosen = useUrlValue("challenger");
  const trainings = useQuery({ ...queryFor(listTrainings, { projectId: current.projectId, status: "finished", limit: 30 }), refetchInterval: 10_000 });
  const items = trainings.data?.items ?? [];
  const id = chosen.value;
  return (
    <Card title={t("Challenger against v{version}", { version: current.modelVersion })}>
      <div className="pad">
        <Select
          size="small"
          aria-label={t("Challenger")}
          style={{ width: 320, maxWidth: "100%" }}
          value={id === "" ? null : id}
          placeholder={t("Choose a finished training")}
          options={items.map((training) => ({ value: training.id, label: `${training.name} · ${f.time(training.createdAt)}` }))}
          onChange={chosen.choose}
        />
      </div>
      {id === "" ? (
        <p className="pad t2">{t("Retrain, or choose a finished training, to compare it with what serves. Nothing is replaced by comparing.")}</p>
      ) : (
        <Compared deploymentId={current.deploymentId} trainingId={id} projectId={current.projectId} />
      )}
    </Card>
  );
}

function Compared({ deploymentId, trainingId, projectId }: { deploymentId: string; trainingId: string; projectId: string }) {
  const t = useT();
  const comparison = useQuery(queryFor(compareChallenger, { deploymentId, trainingId }));
  return (
    <Async query={comparison} what={t("The two cannot be compared.")} rows={3}>
      {(data) => <ComparisonTable data={data} projectId={projectId} />}
    </Async>
  );
}

function ComparisonTable({ data, projectId }: { data: z.output<typeof Comparison>; projectId: string }) {
  const t = useT();
  const f = useFormat();
  const keys = Object.keys(data.serving.metrics).filter((key) => key in data.challenger.metrics && !key.endsWith("_sd"));
  const ordered = [data.metric, ...keys.filter((key) => key !== data.metric)];
  const better = (key: string, delta: number) =>
    key === data.metric ? data.better : /loss|error|rmse|mae|mape|latency|seconds|bytes|_ms/.test(key) ? delta < 0 : delta > 0;
  return (
    <>
      <Scroll label={t("Comparison")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Measure")}</th>
              <th scope="col" className="right">
                <ObjectRef type="run" id={data.serving.runId} projectId={projectId}>
                  {data.serving.label}
                </ObjectRef>
              </th>
              <th scope="col" className="right">
                <ObjectRef type="run" id={data.challenger.runId} projectId={projectId}>
                  {data.challenger.label}
                </ObjectRef>
              </th>
              <th scope="col" className="right">
                {t("Difference")}
              </th>
              <th scope="col" className="right">
                {t("95 % interval")}
              </th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((key) => {
              const a = data.serving.metrics[key];
              const b = data.challenger.metrics[key];
              if (a === undefined || b === undefined) return null;
              const tone = b === a ? "t2" : better(key, b - a) ? "ok" : "warn";
              return (
                <tr key={key}>
                  <th scope="row" className="mono">
                    {key}
                  </th>
                  <td className="right num t2">{f.metric(a)}</td>
                  <td className="right num">{f.metric(b)}</td>
                  <td className={`right num ${tone}`}>{f.delta(b - a, (n) => f.metric(n))}</td>
                  <td className="right num t2">
                    {key === data.metric && data.interval
                      ? t("{low} to {high}", { low: f.delta(data.interval.low, (n) => f.metric(n)), high: f.delta(data.interval.high, (n) => f.metric(n)) })
                      : "—"}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <div className="pad row wrap">
        {data.better ? <CircleCheck size={16} aria-hidden color="var(--ok)" /> : <CircleSlash size={16} aria-hidden color="var(--text-3)" />}
        <span className="grow">{data.sentence}</span>
        <ObjectRef type="registerRun" id={data.challenger.runId} projectId={projectId}>
          {t("Register the challenger")}
        </ObjectRef>
      </div>
    </>
  );
}
