import { Fragment, useRef, useState } from "react";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { Button } from "antd";
import { Link } from "react-router";
import { lowerIsBetter, type Aggregate } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Change } from "../../../../../capabilities/tracking/contract/compare.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { Card } from "../../../../ui/Card.tsx";
import { Segments } from "../../../../ui/Segments.tsx";
import { StatusIcon } from "../../../../ui/StatusIcon.tsx";
import { Dash } from "../table/Rows.tsx";
import { CompareCell, LongDiff } from "./CompareCell.tsx";
import { bestAt, compareRuns, type Area } from "./compareRuns.ts";

export interface CompareTableProps {
  /** The base first. */
  runs: readonly Run[];
  /** What the server says of code, data and environment, for the same order. */
  changes: readonly Change[];
  aggregate: Aggregate;
  /** Place of a run in the series; it keeps it when the base changes. */
  colourOf(runId: string): number;
  onAggregate(aggregate: "last" | "best"): void;
  onBase(runId: string): void;
  onRemove(runId: string): void;
}

const most = 400;

/** Differences first against a base; what is equal everywhere is folded with its number. `n` and `p` go from one to the next. */
export function CompareTable({ runs, changes, aggregate, colourOf, onAggregate, onBase, onRemove }: CompareTableProps) {
  const t = useT();
  const place = usePlace();
  const [open, setOpen] = useState(false);
  const [diff, setDiff] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const groups = compareRuns(runs, changes, aggregate);
  const equal = groups.reduce((sum, group) => sum + group.lines.length - group.differing, 0);
  const titles: Readonly<Record<Area, string>> = {
    metrics: aggregate === "best" ? t("Metrics, best value") : t("Metrics, last value"),
    params: t("Parameters"),
    code: t("Code"),
    data: t("Data"),
    environment: t("Environment"),
    facts: t("Facts"),
    tags: t("Tags"),
  };
  const step = (by: 1 | -1) => {
    const heads = [...(box.current?.querySelectorAll<HTMLElement>("th[data-differs]") ?? [])];
    const here = heads.findIndex((head) => head === document.activeElement);
    const next = heads[here === -1 ? (by === 1 ? 0 : heads.length - 1) : (here + by + heads.length) % heads.length];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  };
  return (
    <Card
      title={t("Differences first")}
      remark={t("against {name}", { name: runs[0]?.name ?? "" })}
      actions={
        <span className="row g6 wrap">
          <Segments
            label={t("Which value of a metric")}
            value={aggregate === "best" ? "best" : "last"}
            onChange={onAggregate}
            options={[
              { value: "last", label: t("Last") },
              { value: "best", label: t("Best") },
            ]}
          />
          <Button size="small" icon={<ArrowUp />} aria-label={t("Previous difference")} title={t("Previous difference (p)")} onClick={() => step(-1)} />
          <Button size="small" icon={<ArrowDown />} aria-label={t("Next difference")} title={t("Next difference (n)")} onClick={() => step(1)} />
        </span>
      }
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- n and p move the focus between the lines inside */}
      <div
        className="table-around compare-scroll"
        tabIndex={0}
        role="region"
        aria-label={t("Table of the differences")}
        ref={box}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("lumina.keys") === "0") return;
          if (event.key === "n") step(1);
          if (event.key === "p") step(-1);
        }}
      >
        <table className="plain compare-table">
          <thead>
            <tr>
              <th scope="col">{t("What")}</th>
              {runs.map((run, i) => (
                <th key={run.id} scope="col" className={i === 0 ? "base" : ""}>
                  <span className="row g6 nowrap">
                    <Dash colour={colourOf(run.id)} />
                    <Link className="ellipsis" to={place.at(`runs/${run.id}`, run.projectId)} title={run.name}>
                      {run.name}
                    </Link>
                    <StatusIcon status={run.status} iconOnly />
                    {runs.length > 2 ? (
                      <button type="button" className="icon-button s" aria-label={t("Leave out {name}", { name: run.name })} onClick={() => onRemove(run.id)}>
                        <X size={12} aria-hidden />
                      </button>
                    ) : null}
                  </span>
                  {i === 0 ? (
                    <span className="chip">{t("base")}</span>
                  ) : (
                    <button type="button" className="link-button sm nowrap" onClick={() => onBase(run.id)}>
                      {t("make base")} <span className="sr">{run.name}</span>
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => {
              const lines = (open ? group.lines : group.lines.slice(0, group.differing)).slice(0, most);
              return lines.length === 0 ? null : (
                <Fragment key={group.key}>
                  <tr className="compare-area" id={`changed-${group.key}`}>
                    <th scope="colgroup" colSpan={runs.length + 1} className="t2">
                      {titles[group.key]}
                    </th>
                  </tr>
                  {lines.map((line) => {
                    const id = `${group.key} ${line.key}`;
                    const lower = lowerIsBetter(line.key);
                    const best = group.key === "metrics" ? bestAt(line.values, lower) : null;
                    return (
                      <Fragment key={id}>
                        <tr>
                          <th scope="row" className="mono" {...(line.differs ? { "data-differs": "", tabIndex: -1 } : {})} title={line.key}>
                            {line.key}
                            {group.key === "metrics" ? <span className="xs t3"> {lower ? t("lower is better") : t("higher is better")}</span> : null}
                          </th>
                          {line.values.map((_value, i) => (
                            <CompareCell
                              key={i}
                              line={line}
                              at={i}
                              metric={group.key === "metrics"}
                              best={best === i}
                              open={diff === id}
                              onDiff={() => setDiff(diff === id ? null : id)}
                            />
                          ))}
                        </tr>
                        {diff === id ? <LongDiff line={line} runs={runs} /> : null}
                      </Fragment>
                    );
                  })}
                </Fragment>
              );
            })}
            {groups.every((group) => group.differing === 0) && !open ? (
              <tr>
                <td colSpan={runs.length + 1}>{t("Nothing that was recorded differs.")}</td>
              </tr>
            ) : null}
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
