import { CircleCheck, TriangleAlert } from "lucide-react";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { RunFrame } from "../components/RunFrame.tsx";
import { SignatureCard } from "../components/SignatureCard.tsx";
import { useArtifact } from "../../../lib/useArtifact.ts";

interface GateFile {
  passed: boolean;
  rowsCompared: number;
  maxAbsDiff: number | null;
  toleranceAbs: number | null;
  perturbedDiffering: number;
  nearSplit: number;
  reason?: string | null;
  sets?: Record<string, { rows: number; maxAbsDiff: number | null; differing: number }>;
}

/** Whether the graph that is served answers as the model that was trained. */
export default function GatePage() {
  return <RunFrame>{(run) => <Gate run={run} />}</RunFrame>;
}

function Gate({ run }: { run: Run }) {
  const t = useT();
  const f = useFormat();
  const gate = useArtifact<GateFile>(run.id, "model/gate.json");
  if (gate.error && problemOf(gate.error).code === "not_found")
    return (
      <div className="card">
        <Empty say={t("This run has no gate: it made no model, or is not done.")} />
      </div>
    );
  return (
    <Async query={gate} what={t("The gate could not load.")} shape="block">
      {(found) => (
        <div className="grid c2">
          <Card title={t("Served equals native")} remark={t("every row, through both")}>
            <div className="pad col g12">
              <div className={`note ${found.passed ? "ok" : "warn"}`}>
                {found.passed ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
                <span>
                  <b>{found.passed ? t("Passed: the ONNX graph is served.") : t("Not passed: only the native model exists.")}</b> {found.reason ?? ""}
                </span>
              </div>
              <Facts
                facts={[
                  [t("Rows compared"), f.count(found.rowsCompared)],
                  [t("Largest difference"), f.metric(found.maxAbsDiff)],
                  [t("Difference allowed"), f.metric(found.toleranceAbs)],
                  [t("Rows next to a split"), f.count(found.nearSplit)],
                  [t("Nudged rows that differ"), f.count(found.perturbedDiffering)],
                ]}
              />
              {found.sets ? <Sets sets={found.sets} /> : null}
              <p className="sm t2">
                {t(
                  "A row next to a split lies within float rounding of a tree's threshold; either side is right. Nudged rows are copies moved by one rounding step.",
                )}
              </p>
            </div>
          </Card>
          <SignatureCard runId={run.id} />
        </div>
      )}
    </Async>
  );
}

function Sets({ sets }: { sets: NonNullable<GateFile["sets"]> }) {
  const t = useT();
  const f = useFormat();
  const names: Record<string, string> = {
    validation: t("The training rows"),
    missing: t("Rows with missing values"),
    unseen: t("Values never seen"),
    perturbed: t("Nudged rows"),
  };
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Rows")}</th>
          <th scope="col" className="right">
            {t("Compared")}
          </th>
          <th scope="col" className="right">
            {t("Largest difference")}
          </th>
          <th scope="col" className="right">
            {t("Differing")}
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(sets).map(([key, set]) => (
          <tr key={key}>
            <th scope="row">{names[key] ?? key}</th>
            <td className="right">{f.count(set.rows)}</td>
            <td className="right">{f.metric(set.maxAbsDiff)}</td>
            <td className="right">{f.count(set.differing)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
