import { Link } from "react-router";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { higherIsBetter, metricKeys, metricKind, tookMs } from "./metrics.ts";

const shownAtFirst = 4;

/** Columns of a runs table: name, state, the metrics these runs have, when. */
export function useRunColumns(rows: readonly Run[], now: number): Column<Run>[] {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const keys = metricKeys(rows).slice(0, 40);
  const took = (run: Run) => f.duration(tookMs(run, now));
  return [
    {
      key: "name",
      title: t("Run"),
      name: true,
      sort: "name",
      cell: (run) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <StatusIcon status={run.status} iconOnly />
          <Link to={place.at(`runs/${run.id}`, run.projectId)}>{run.name}</Link>
        </span>
      ),
      text: (run) => run.name,
    },
    { key: "kind", title: t("Kind"), cell: (run) => <span className="t2">{run.kind}</span>, text: (run) => run.kind, narrow: "meta" },
    ...keys.map((key, i): Column<Run> => ({
      key: `metrics.${key}`,
      title: t("{metric}, last", { metric: key }),
      sort: `metrics.${key}`,
      align: "end",
      cell: (run) => {
        const summary = Object.hasOwn(run.metrics, key) ? run.metrics[key] : undefined;
        const best = summary && summary.count > 1 ? (higherIsBetter(key) ? summary.max : summary.min) : null;
        return (
          <span title={best === null ? undefined : t("best {value}", { value: f.metric(best, metricKind(key)) })}>
            {f.metric(summary?.last, metricKind(key))}
          </span>
        );
      },
      text: (run) => (Object.hasOwn(run.metrics, key) ? run.metrics[key]?.last : undefined),
      ...(i < 2 ? { narrow: "value" as const } : {}),
      ...(i >= shownAtFirst ? { optional: true as const } : {}),
    })),
    {
      key: "params",
      title: t("Parameters"),
      align: "end",
      cell: (run) => f.count(Object.keys(run.params).length),
      text: (run) => Object.keys(run.params).length,
      optional: true,
    },
    { key: "took", title: t("Took"), align: "end", cell: took, text: (run) => tookMs(run, now), narrow: "meta" },
    { key: "by", title: t("By"), cell: (run) => <span className="t2">{run.createdBy}</span>, text: (run) => run.createdBy, optional: true },
    {
      key: "startedAt",
      title: t("Started"),
      sort: "startedAt",
      align: "end",
      cell: (run) => <Time at={run.startedAt} />,
      text: (run) => run.startedAt,
      narrow: "meta",
    },
  ];
}
