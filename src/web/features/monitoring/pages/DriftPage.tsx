import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { monitoringDrift } from "../../../../capabilities/monitoring/contract.ts";
import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { Async } from "../../../ui/states.tsx";
import { DriftTable, type DriftReport } from "../components/DriftTable.tsx";
import { Histogram } from "../components/Histogram.tsx";
import { MonitorFrame } from "../components/MonitorFrame.tsx";
import { useView } from "../hooks/useView.ts";
import { NeedsRows } from "./LivePage.tsx";

/** Every feature against the training data, with tests, limits and both histograms. */
export default function DriftPage() {
  return <MonitorFrame>{(current) => <Drift current={current} />}</MonitorFrame>;
}

function Drift({ current }: { current: Current }) {
  const t = useT();
  const { hours, source } = useView();
  const report = useQuery({
    ...queryFor(monitoringDrift, { deploymentId: current.deploymentId, hours, source }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      {current.rows < current.needed ? <NeedsRows current={current} /> : null}
      <Async query={report} what={t("The drift report could not load.")} shape="block">
        {(data) => <Report report={data} />}
      </Async>
    </>
  );
}

function Report({ report }: { report: DriftReport }) {
  const t = useT();
  const f = useFormat();
  const feature = useUrlValue("feature");
  const sorted = report.features.toSorted((a, b) => b.psi - a.psi);
  const chosen = report.features.find((each) => each.name === feature.value) ?? sorted[0];
  const simulated = report.source === "simulated";
  return (
    <>
      {chosen ? (
        <div className="grid c2">
          <Histogram feature={chosen} name={chosen.name} simulated={simulated} />
          {report.prediction ? (
            <Histogram
              feature={report.prediction}
              name={t("Predictions")}
              simulated={simulated}
              {...(report.predictionJudged ? {} : { remark: t("shown, not judged: the model was trained on these rows") })}
            />
          ) : null}
        </div>
      ) : null}
      <Card title={t("Features")} remark={t("{n} rows against the training data of v{version}", { n: f.count(report.rows), version: report.modelVersion })}>
        <DriftTable report={report} onChoose={feature.choose} {...(chosen ? { chosen: chosen.name } : {})} />
      </Card>
      <Card title={t("How it is judged")} pad>
        <Facts
          facts={[
            [t("A feature drifts"), t("at PSI {psi} or more, when the chi-square test agrees", { psi: f.metric(report.thresholds.psi, "value") })],
            [t("It moves"), t("from PSI {psi}", { psi: f.metric(report.thresholds.psiModerate, "value") })],
            [t("Chi-square test"), t("error {alpha} over all features, Holm's correction", { alpha: f.metric(report.thresholds.alpha, "value") })],
            [t("KS distance"), t("for numbers, over the bins of the training data; said, not judged")],
            [t("Least rows"), f.count(report.thresholds.minRows)],
          ]}
        />
      </Card>
    </>
  );
}
