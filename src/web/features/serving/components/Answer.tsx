import { TriangleAlert } from "lucide-react";
import type { predict } from "../../../../capabilities/serving/contract.ts";
import type * as z from "zod";
import { useFormat } from "../../../lib/format.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { CopyId } from "../../../ui/Copy.tsx";

export type PredictAnswer = z.output<typeof predict.output>;

/** What the model answered for one row: label with probabilities, or the value, and what was odd about the inputs. */
export function Answer({ answer, target, tookMs }: { answer: PredictAnswer; target: string; tookMs: number }) {
  const t = useT();
  const f = useFormat();
  const first = answer.predictions[0];
  if (!first) return null;
  const probabilities = Object.entries(first.probabilities ?? {}).toSorted(([, a], [, b]) => b - a);
  return (
    <div className="pad col g12 answer" aria-live="polite">
      <div className="row">
        <h2 className="grow">{t("Last answer")}</h2>
        <span className="sm t2 num">{t("v{version} · {ms} in all", { version: answer.modelVersion, ms: f.duration(tookMs) })}</span>
      </div>
      <div className="row g12 wrap">
        <span className="answer-value">{first.label ?? f.metric(first.value, "value")}</span>
        <span>
          <span className="mono t2">{target}</span>
          {first.probability === undefined ? null : (
            <>
              <br />
              <Say m="with a probability of <b>{p}</b>" v={{ p: f.percent(first.probability, 1) }} tags={{ b: (p) => <b className="num">{p}</b> }} />
            </>
          )}
        </span>
      </div>
      {probabilities.length === 0 ? null : (
        <div className="answer-classes">
          {probabilities.slice(0, 10).map(([label, p]) => (
            <div key={label} className="answer-class">
              <span className="mono ellipsis">{label}</span>
              <span className="answer-bar" aria-hidden>
                <span style={{ width: `${Math.max(0.5, p * 100)}%` }} />
              </span>
              <span className="num right">{f.metric(p, "score")}</span>
            </div>
          ))}
        </div>
      )}
      {answer.warnings.map((w) => (
        <div key={`${w.field}${w.message}`} className="note warn sm">
          <TriangleAlert size={14} aria-hidden />
          <span>
            <span className="mono">{w.field}</span>: {w.message}
          </span>
        </div>
      ))}
      <span className="row sm t2">
        {t("Prediction")} <CopyId id={answer.predictionId} />
      </span>
    </div>
  );
}
