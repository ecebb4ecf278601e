import { Eye, Timer, Zap } from "lucide-react";
import type { Advice } from "../../../../capabilities/monitoring/contract/shapes.ts";
import type * as z from "zod";
import { msg, useT } from "../../../lib/i18n.ts";

type AdviceData = z.output<typeof Advice>;
const looks = {
  immediate: [Zap, msg("Immediate"), "err"],
  soon: [Timer, msg("Consider soon"), "warn"],
  monitor: [Eye, msg("Monitor"), "ok"],
} as const;

/** The three tiers of the advice, always all three with their rule; one applies. */
export function Tiers({ advice }: { advice: AdviceData }) {
  const t = useT();
  return (
    <section className="card tiers" aria-label={t("Advice on retraining")}>
      {advice.tiers.map((tier) => {
        const [Icon, title, tone] = looks[tier.tier];
        const now = tier.tier === advice.tier;
        return (
          <div key={tier.tier} className={`tier ${tier.tier} ${now ? "now" : ""}`}>
            <div className="row wrap">
              <Icon size={16} aria-hidden className={now ? tone : ""} />
              <h2 className="tier-title">{t(title)}</h2>
              {now ? <span className={`chip ${tone}`}>{t("Advice now")}</span> : null}
            </div>
            {now && tier.reasons.length > 0 ? (
              <ul>
                {tier.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            ) : null}
            <p className="sm t2" style={{ marginBlockStart: 4 }}>
              {tier.rule}
            </p>
          </div>
        );
      })}
    </section>
  );
}
