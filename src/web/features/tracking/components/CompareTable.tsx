import { Fragment, useState, type ReactNode } from "react";
import { X } from "lucide-react";
import { Link } from "react-router";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { compareRuns, type CompareLine } from "./compareRuns.ts";
import { higherIsBetter, metricKind } from "./metrics.ts";

export interface CompareTableProps {
  /** The base first. */
  runs: readonly Run[];
  onBase(runId: string): void;
  onRemove(runId: string): void;
}

/** Metrics, parameters and facts; what is equal everywhere is folded with its number. */
export function CompareTable({ runs, onBase, onRemove }: CompareTableProps) {
  const t = useT();
  const place = usePlace();
  const [open, setOpen] = useState(false);
  const groups = compareRuns(runs);
  const equal = groups.reduce((sum, group) => sum + group.lines.filter((line) => !line.differs).length, 0);
  const titles = { facts: t("Facts"), metrics: t("Metrics, last value"), params: t("Parameters"), tags: t("Tags") };
  return (
    <Card title={t("Differences first")} remark={t("against the first column")}>
      <div className="table-around" tabIndex={0} role="region" aria-label={t("Differences first")}>
        <table className="plain compare-table">
          <thead>
            <tr>
              <th scope="col">{t("What")}</th>
              {runs.map((run, i) => (
                <th key={run.id} scope="col" className={i === 0 ? "base" : ""}>
                  <span className="row g6">
                    <span className="swatch" style={{ background: `var(--s${i + 1})` }} aria-hidden />
                    <Link to={place.at(`runs/${run.id}`, run.projectId)}>{run.name}</Link>
                    <StatusIcon status={run.status} iconOnly />
                    {i === 0 ? (
                      <span className="chip">{t("base")}</span>
                    ) : (
                      <button type="button" className="link-button nowrap" onClick={() => onBase(run.id)}>
                        {t("make base")} <span className="sr">{run.name}</span>
                      </button>
                    )}
                    {runs.length > 2 ? (
                      <button type="button" className="icon-button s" aria-label={t("Leave out {name}", { name: run.name })} onClick={() => onRemove(run.id)}>
                        <X size={12} aria-hidden />
                      </button>
                    ) : null}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => {
              const lines = open ? group.lines : group.lines.filter((line) => line.differs);
              return lines.length === 0 ? null : (
                <Fragment key={group.key}>
                  <tr>
                    <th scope="colgroup" colSpan={runs.length + 1} className="t2">
                      {titles[group.key]}
                    </th>
                  </tr>
                  {lines.map((line) => (
                    <tr key={line.key}>
                      <th scope="row" className="mono">
                        {line.key}
                      </th>
                      {line.values.map((value, i) => (
                        <td
                          key={i}
                          className={`${group.key === "metrics" ? "right" : ""} ${i === 0 ? "base" : line.differs && value !== line.values[0] && group.key !== "metrics" ? "changed" : ""}`}
                        >
                          {group.key === "metrics" ? (
                            <MetricCell line={line} at={i} />
                          ) : (
                            <span className={group.key === "facts" ? "" : "mono"}>{value ?? "—"}</span>
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {equal === 0 ? null : (
        <button type="button" className="more-rows" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("Hide what is equal") : t("{n, plural, one {# equal line} other {# equal lines}}, show", { n: equal })}
        </button>
      )}
    </Card>
  );
}

function MetricCell({ line, at }: { line: CompareLine; at: number }): ReactNode {
  const f = useFormat();
  const kind = metricKind(line.key);
  const value = line.values[at];
  const base = line.values[0];
  if (typeof value !== "number") return "—";
  if (at === 0 || typeof base !== "number" || value === base) return <b>{f.metric(value, kind)}</b>;
  const better = value > base === higherIsBetter(line.key);
  return (
    <>
      <b>{f.metric(value, kind)}</b> <span className={better ? "ok" : "warn"}>{f.delta(value - base, (n) => f.metric(n, kind))}</span>
    </>
  );
}
