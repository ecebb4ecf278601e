import { Select } from "antd";
import type { Training } from "../../../../capabilities/training/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Field } from "../../../ui/Field.tsx";
import { Empty } from "../../../ui/states.tsx";
import { Confusion } from "../components/Confusion.tsx";
import { Importance } from "../components/Importance.tsx";
import { Residuals } from "../components/Residuals.tsx";
import { Roc } from "../components/Roc.tsx";
import { TrainingFrame } from "../components/TrainingFrame.tsx";

/** How the candidates err: from predictions on rows they were not trained on. */
export default function PlotsPage() {
  return <TrainingFrame>{(training) => <Plots training={training} />}</TrainingFrame>;
}

function Plots({ training }: { training: Training }) {
  const t = useT();
  const run = useUrlValue("run", training.bestRunId ?? "");
  const done = training.candidates.filter((c) => c.status === "finished").toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99));
  const chosen = done.find((c) => c.runId === run.value) ?? done[0];
  if (!chosen)
    return (
      <div className="card">
        <Empty say={t("No candidate has finished yet; its plots show up here.")} />
      </div>
    );
  return (
    <>
      <div style={{ maxWidth: 280 }}>
        <Field label={t("Candidate")}>
          {(control) => <Select {...control} value={chosen.runId} onChange={run.choose} options={done.map((c) => ({ value: c.runId, label: c.label }))} />}
        </Field>
      </div>
      <div className="grid c2 stretch">
        {training.task === "classification" ? (
          <>
            <Roc candidates={done} chosen={chosen.runId} />
            <Confusion runId={chosen.runId} label={chosen.label} />
          </>
        ) : (
          <Residuals runId={chosen.runId} label={chosen.label} target={training.target} />
        )}
        <Importance runId={chosen.runId} label={chosen.label} />
      </div>
    </>
  );
}
