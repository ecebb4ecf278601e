import { Link } from "react-router";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";
import { bestStep, isSystem, metricKeys, metricKind } from "./metrics.ts";

/** Last, best with its step, mean and count of every metric. */
export function MetricsTable({ run }: { run: Run }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const keys = metricKeys([run]).filter((key) => !isSystem(key));
  return (
    <Card title={t("Metrics")} remark={t("{n, plural, one {# metric} other {# metrics}}", { n: keys.length })}>
      {keys.length === 0 ? (
        <p className="pad t2">{t("No metric yet. This page shows the first one as it arrives.")}</p>
      ) : (
        <div className="table-around" tabIndex={0} role="region" aria-label={t("Metrics")}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("Metric")}</th>
                <th scope="col" className="right">
                  {t("Last")}
                </th>
                <th scope="col" className="right">
                  {t("Best")}
                </th>
                <th scope="col" className="right">
                  {t("at step")}
                </th>
                <th scope="col" className="right">
                  {t("Mean")}
                </th>
                <th scope="col" className="right">
                  {t("Points")}
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => {
                const summary = run.metrics[key];
                if (!summary) return null;
                const best = bestStep(key, summary);
                const show = (n: number | null) => f.metric(n, metricKind(key));
                return (
                  <tr key={key}>
                    <th scope="row">
                      <Link className="mono" to={`${place.at(`runs/${run.id}/charts`)}?q=${encodeURIComponent(key)}`}>
                        {key}
                      </Link>
                    </th>
                    <td className="right b">{show(summary.last)}</td>
                    <td className="right">{summary.count > 1 ? show(best.value) : "—"}</td>
                    <td className="right t2">{summary.count > 1 ? f.count(best.step) : "—"}</td>
                    <td className="right">{summary.count > 1 ? show(summary.mean) : "—"}</td>
                    <td className="right t2">{f.count(summary.count)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
