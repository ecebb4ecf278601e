import { useQuery } from "@tanstack/react-query";
import type { LoggedModel } from "../../../../capabilities/tracking/contract/models.ts";
import { searchLoggedModels } from "../../../../capabilities/tracking/contract/models.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { Scroll } from "../../../ui/Scroll.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { StatusChip } from "../../../ui/StatusIcon.tsx";
import { Time } from "../../../ui/Time.tsx";
import { ArtifactBrowser } from "../components/artifacts/ArtifactBrowser.tsx";
import { modelFiles } from "../components/artifacts/source.ts";
import { metricKind } from "../components/metrics.ts";
import { RunFrame } from "../components/RunFrame.tsx";

/** Models a run logged, with what was measured on each and their files. */
export default function RunModelsPage() {
  return <RunFrame>{(run, live) => <Models run={run} live={live} />}</RunFrame>;
}

function Models({ run, live }: { run: Run; live: boolean }) {
  const t = useT();
  const chosen = useUrlValue("model");
  const models = useQuery({
    ...queryFor(searchLoggedModels, { experimentIds: [run.experimentId], sourceRunId: run.id, limit: 50 }),
    refetchInterval: live ? 4000 : false,
  });
  return (
    <Async query={models} what={t("The models could not load.")} shape="block">
      {({ items }) => {
        const open = items.find((m) => m.id === chosen.value) ?? items[0];
        if (!open)
          return (
            <div className="card">
              <Empty say={t("This run logged no model.")} snippet={'import mlflow\nmlflow.sklearn.log_model(model, name="model")'} />
            </div>
          );
        return (
          <>
            {items.length > 1 ? (
              <p>
                <Segments label={t("Model")} value={open.id} options={items.map((m) => ({ value: m.id, label: m.name }))} onChange={chosen.choose} />
              </p>
            ) : null}
            <ModelFacts key={open.id} model={open} />
            <ArtifactBrowser source={modelFiles(open.id)} live={live} empty={<Empty say={t("The model has no files yet.")} />} />
          </>
        );
      }}
    </Async>
  );
}

const states = { pending: "running", ready: "finished", failed: "failed" } as const;

function ModelFacts({ model }: { model: LoggedModel }) {
  const t = useT();
  const f = useFormat();
  return (
    <div className="grid c2">
      <Card title={model.name} actions={<StatusChip status={states[model.status]} />} pad>
        <Facts
          facts={[
            [t("Address"), <CopyText key="uri" text={`models:/m-${model.id.replaceAll("-", "")}`} />],
            ...(model.type === null ? [] : ([[t("Kind"), model.type]] as const)),
            [t("Logged"), <Time key="at" at={model.createdAt} />],
            ...Object.entries(model.params)
              .slice(0, 12)
              .map(
                ([key, value]) =>
                  [
                    key,
                    <span key={key} className="mono">
                      {value}
                    </span>,
                  ] as const,
              ),
          ]}
        />
      </Card>
      <Card
        title={t("Measured on this model")}
        remark={model.metricCount > model.metrics.length ? t("newest {n}", { n: f.count(model.metrics.length) }) : undefined}
      >
        {model.metrics.length === 0 ? (
          <p className="pad t2">{t("No metric names this model.")}</p>
        ) : (
          <Scroll label={t("Measured on this model")}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{t("Metric")}</th>
                  <th scope="col">{t("Dataset")}</th>
                  <th scope="col" className="num">
                    {t("Step")}
                  </th>
                  <th scope="col" className="num">
                    {t("Value")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {model.metrics.map((m, i) => (
                  <tr key={i}>
                    <th scope="row" className="mono">
                      {m.key}
                    </th>
                    <td>{m.datasetName ?? "—"}</td>
                    <td className="num">{f.count(m.step)}</td>
                    <td className="num">{typeof m.value === "number" ? f.metric(m.value, metricKind(m.key)) : m.value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Card>
    </div>
  );
}
