import { Button } from "antd";
import { Play, Sparkles } from "lucide-react";
import type { Algorithm, Recommendation } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { metricWord } from "./metrics.ts";
import { sentence } from "./words.ts";

export interface TrainSummaryProps {
  advice: Recommendation | undefined;
  chosen: ReadonlySet<Algorithm>;
  folds: number;
  ready: boolean;
  busy: boolean;
}

/** What will happen: time, memory, and the reason of every choice. */
export function TrainSummary({ advice, chosen, folds, ready, busy }: TrainSummaryProps) {
  const t = useT();
  const f = useFormat();
  const picked = (advice?.algorithms ?? []).filter((a) => chosen.has(a.algorithm));
  const scale = advice?.validation ? folds / advice.validation.folds : 1;
  const seconds = picked.reduce((sum, a) => sum + a.expectedSeconds, 0) * scale;
  const memory = Math.max(0, ...picked.map((a) => a.expectedMemoryBytes));
  return (
    <aside aria-label={t("What will happen")}>
      <Card title={t("What will happen")} remark={t("updates as you choose")}>
        <div className="summary-figures" aria-live="polite">
          <div>
            {t("Time")}
            <b>{picked.length === 0 ? "—" : f.estimate(seconds * 1000)}</b>
          </div>
          <div>
            {t("Memory, at most")}
            <b>{picked.length === 0 ? "—" : f.bytes(memory)}</b>
          </div>
        </div>
        <div className="pad">
          <Facts
            facts={[
              [t("Fits"), picked.length === 0 ? "—" : t("{n} × {folds} folds, then once on all rows", { n: picked.length, folds })],
              [t("Ranked by"), advice?.primaryMetric ? metricWord(advice.primaryMetric) : "—"],
              [t("Each candidate"), t("a run with model, plots and gate")],
            ]}
          />
        </div>
        {picked.length === 0 ? null : (
          <>
            <h3 className="pad" style={{ paddingBlockEnd: 4 }}>
              {t("Why these choices")}
            </h3>
            {picked.map((each) => (
              <div key={each.algorithm} className="why">
                <Sparkles size={13} aria-hidden />
                <span>
                  <b>{each.label}</b> <span className="t2">{sentence(each.reason)}</span>
                </span>
              </div>
            ))}
            {(advice?.algorithms ?? [])
              .filter((a) => !a.recommended && !chosen.has(a.algorithm))
              .map((each) => (
                <div key={each.algorithm} className="why">
                  <Sparkles size={13} aria-hidden style={{ opacity: 0.3 }} />
                  <span>
                    <b>{t("Not {name}", { name: each.label })}</b> <span className="t2">{sentence(each.reason)}</span>
                  </span>
                </div>
              ))}
          </>
        )}
        <div className="pad col">
          <Button type="primary" htmlType="submit" icon={<Play />} disabled={!ready} loading={busy} block>
            {t("Train")}
          </Button>
          <span className="sm t2">{t("Keeps running if you leave. Stop at any time. Nothing is deployed.")}</span>
        </div>
      </Card>
    </aside>
  );
}
