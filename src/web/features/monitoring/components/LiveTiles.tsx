import type { Current } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { none, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { MetricCard } from "../../../ui/MetricCard.tsx";
import { healthWords } from "./Health.tsx";

/** Five figures of the window: state, drift, traffic, latency, errors. */
export function LiveTiles({ current: c, limit }: { current: Current; limit: number | null }) {
  const t = useT();
  const f = useFormat();
  const drifted = c.drifted.length > 0;
  return (
    <div className="grid c5">
      <MetricCard
        label={t("Status")}
        value={t(healthWords[c.status])}
        tone={c.status === "degraded" ? "warn" : c.status === "healthy" ? "ok" : "plain"}
        remark={
          c.reasons[0] ??
          (c.status === "waiting" ? t("{n} of {needed} predictions", { n: f.count(c.rows), needed: f.count(c.needed) }) : t("all within limits"))
        }
      />
      <MetricCard
        label={t("Drift score, highest PSI")}
        value={c.driftScore === null ? none : f.metric(c.driftScore, "value")}
        tone={drifted ? "warn" : "plain"}
        remark={
          c.driftScore === null
            ? t("needs {needed} predictions, {n} so far", { needed: f.count(c.needed), n: f.count(c.rows) })
            : drifted
              ? t("{features} drifted", { features: f.list(c.drifted.slice(0, 3)) })
              : limit === null
                ? t("no feature drifted")
                : t("limit {limit}", { limit: f.metric(limit, "value") })
        }
      />
      <MetricCard label={t("Predictions")} value={f.compact(c.rows)} remark={t("{n} / s in the last minute", { n: f.metric(c.rowsPerS, "value") })} />
      <MetricCard label={t("P95 latency")} value={f.duration(c.latencyP95Ms)} remark={t("P50 {p50}", { p50: f.duration(c.latencyP50Ms) })} />
      <MetricCard
        label={t("Errors")}
        value={f.percent(c.errorRate01)}
        tone={c.errorRate01 > 0.05 ? "warn" : "plain"}
        remark={t("{n} of {all} requests", { n: f.count(c.errors), all: f.count(c.requests) })}
      />
    </div>
  );
}
