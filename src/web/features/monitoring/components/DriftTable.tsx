import type { Drift, FeatureDrift } from "../../../../capabilities/monitoring/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import type * as z from "zod";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { LimitBar } from "./LimitBar.tsx";
import { Scroll } from "./Scroll.tsx";

export type DriftReport = z.output<typeof Drift>;

/** Features by how far they moved, with every test and its limit. */
export function DriftTable({ report, most, chosen, onChoose }: { report: DriftReport; most?: number; chosen?: string; onChoose?(feature: string): void }) {
  const t = useT();
  const f = useFormat();
  if (!report.ready)
    return (
      <p className="pad t2">
        {t("{n} of {needed} predictions so far; no feature is judged before that.", { n: f.count(report.rows), needed: f.count(report.needed) })}
      </p>
    );
  const sorted = report.features.toSorted((a, b) => Number(b.drifted) - Number(a.drifted) || b.psi - a.psi);
  const shown = most === undefined ? sorted : sorted.slice(0, most);
  const { thresholds } = report;
  return (
    <Scroll label={t("Drift by feature")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("Feature")}</th>
            <th scope="col">{t("State")}</th>
            <th scope="col" className="right">
              {t("PSI, limit {limit}", { limit: f.metric(thresholds.psi, "value") })}
            </th>
            <th scope="col">{t("Now and limit")}</th>
            <th scope="col" className="right">
              {t("KS distance")}
            </th>
            <th scope="col" className="right">
              {t("Chi-square p, limit {alpha}", { alpha: f.metric(thresholds.alpha, "value") })}
            </th>
            <th scope="col" className="right">
              {t("Mean shift, sd")}
            </th>
            <th scope="col" className="right">
              {t("Missing, was")}
            </th>
            <th scope="col" className="right">
              {t("Unseen")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((feature) => (
            <Row key={feature.name} feature={feature} limit={thresholds.psi} chosen={feature.name === chosen} {...(onChoose ? { onChoose } : {})} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ feature, limit, chosen, onChoose }: { feature: FeatureDrift; limit: number; chosen: boolean; onChoose?(feature: string): void }) {
  const t = useT();
  const f = useFormat();
  const word = feature.drifted ? t("Drifted") : feature.level === "none" ? t("Within") : t("Moving");
  return (
    <tr className={chosen ? "chosen" : ""}>
      <th scope="row">
        {onChoose ? (
          <button type="button" className="feature-button" aria-pressed={chosen} onClick={() => onChoose(feature.name)}>
            {feature.name}
          </button>
        ) : (
          <span className="mono">{feature.name}</span>
        )}
      </th>
      <td>
        <StatusIcon status={feature.drifted ? "degraded" : feature.level === "none" ? "healthy" : "unknown"} word={word} />
      </td>
      <td className={`right num ${feature.drifted ? "warn" : ""}`}>{f.metric(feature.psi, "value")}</td>
      <td>
        <LimitBar value={feature.psi} limit={limit} past={feature.drifted} />
      </td>
      <td className="right num">
        {feature.ks === null ? "—" : <span title={t("p {p}", { p: f.metric(feature.ks.pValue, "value") })}>{f.metric(feature.ks.statistic, "value")}</span>}
      </td>
      <td className="right num">
        <span
          title={t("chi-square {x} with {df} degrees of freedom, p {p} before Holm's correction", {
            x: f.metric(feature.chiSquare.statistic, "value"),
            df: feature.chiSquare.df,
            p: f.metric(feature.chiSquare.pValue, "value"),
          })}
        >
          {f.metric(feature.chiSquare.adjustedP, "value")}
        </span>
      </td>
      <td className="right num">{feature.shiftSd === null ? "—" : f.delta(feature.shiftSd, (n) => f.metric(n, "value"))}</td>
      <td className="right num">
        {f.percent(feature.missing01)}, <span className="t2">{f.percent(feature.referenceMissing01)}</span>
      </td>
      <td className="right num">{feature.kind === "category" ? f.percent(feature.unseen01) : "—"}</td>
    </tr>
  );
}
