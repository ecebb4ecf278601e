import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import type { ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { Card } from "../../../ui/Card.tsx";
import { Scroll } from "./Scroll.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";

const setWords = (t: ReturnType<typeof useT>): Record<string, string> => ({
  validation: t("Rows of the validation folds"),
  perturbed: t("Rows with small changes"),
  missing: t("Rows with missing values"),
  unseen: t("Rows with categories never seen"),
});

interface GateSet {
  rows: number;
  differing: number;
  maxAbsDiff: number;
}

function isSet(value: unknown): value is GateSet {
  return typeof value === "object" && value !== null && "rows" in value && "differing" in value && "maxAbsDiff" in value;
}

/** What was compared before the version may serve: the exported graph against the trained model, in numbers. */
export function GateCard({ version }: { version: ModelVersion }) {
  const t = useT();
  const f = useFormat();
  const { gate } = version;
  if (!gate) return null;
  const words = setWords(t);
  const sets = Object.entries((gate["sets"] ?? {}) as Record<string, unknown>).flatMap(([key, value]) => (isSet(value) ? [{ key, ...value }] : []));
  const limit = gate.toleranceAbs;
  return (
    <Card
      title={t("Served equals native")}
      remark={t("the ONNX graph answers like the trained model")}
      actions={<StatusIcon status={gate.passed ? "pass" : "failed"} />}
    >
      {sets.length === 0 ? (
        <p className="pad t2">{gate.reason ?? version.formatReason ?? t("The comparison did not run.")}</p>
      ) : (
        <Scroll label={t("Format check")}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("Check")}</th>
                <th scope="col" className="right">
                  {t("Rows")}
                </th>
                <th scope="col" className="right">
                  {t("Differing")}
                </th>
                <th scope="col" className="right">
                  {t("Largest difference")}
                </th>
                <th scope="col" className="right">
                  {t("Limit")}
                </th>
                <th scope="col">{t("Result")}</th>
              </tr>
            </thead>
            <tbody>
              {sets.map((set) => (
                <tr key={set.key}>
                  <th scope="row">{words[set.key] ?? set.key}</th>
                  <td className="right num">{f.count(set.rows)}</td>
                  <td className={`right num ${set.differing > 0 ? "warn" : ""}`}>{f.count(set.differing)}</td>
                  <td className="right num">{f.metric(set.maxAbsDiff)}</td>
                  <td className="right num t2">{f.metric(limit, "value")}</td>
                  <td>
                    <StatusIcon status={set.differing === 0 ? "pass" : "below"} {...(set.differing === 0 ? {} : { word: t("Differs") })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p className="pad sm t2">
        {gate.passed
          ? t("{rows} rows compared, largest difference {diff}, limit {limit}.", {
              rows: f.count(gate.rowsCompared),
              diff: f.metric(gate.maxAbsDiff),
              limit: f.metric(limit, "value"),
            })
          : t("Not passed: {reason}", { reason: gate.reason ?? version.formatReason ?? t("no reason was written") })}
      </p>
    </Card>
  );
}
