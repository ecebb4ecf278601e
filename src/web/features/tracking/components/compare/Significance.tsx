import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { significance, type Paired } from "../../../../../capabilities/tracking/contract/compare.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { lowerIsBetter, seedKeys } from "../../../../../capabilities/tracking/contract/columns.ts";
import { useFormat } from "../../../../lib/format.ts";
import { Say, useT } from "../../../../lib/i18n.ts";
import { queryFor } from "../../../../lib/query.ts";
import { useUrlValue } from "../../../../lib/urlState.ts";
import { Card } from "../../../../ui/Card.tsx";
import { Async } from "../../../../ui/states.tsx";
import { metricKeys, metricKind } from "../metrics.ts";
import { Dash } from "../table/Rows.tsx";

interface SignificanceProps {
  runs: readonly Run[];
  aggregate: "last" | "best";
  colourOf(runId: string): number;
}

/** Whether a metric's difference holds over seeds: the test, its n, p and effect, and the interval as a picture. */
export function Significance({ runs, aggregate, colourOf }: SignificanceProps) {
  const t = useT();
  const keys = metricKeys(runs);
  const chosen = useUrlValue("metric", keys[0] ?? "");
  const metric = keys.includes(chosen.value) ? chosen.value : (keys[0] ?? "");
  const of = aggregate === "last" ? "last" : lowerIsBetter(metric) ? "min" : "max";
  const read = useQuery({ ...queryFor(significance, { runIds: runs.map((run) => run.id), metric, aggregate: of }), enabled: metric !== "" });
  if (metric === "") return null;
  return (
    <Card
      title={t("Paired over seeds")}
      remark={t("{metric}, 95 % interval of the mean difference", { metric })}
      actions={
        <Select
          size="small"
          showSearch
          aria-label={t("Metric")}
          value={metric}
          onChange={chosen.choose}
          style={{ minWidth: 140 }}
          popupMatchSelectWidth={false}
          options={keys.map((key) => ({ value: key, label: key }))}
        />
      }
      pad
    >
      <Async query={read} what={t("The test could not be made.")} rows={3}>
        {({ seedKey, groups, comparisons }) => {
          const names = groups.map((group) => runs.find((run) => run.id === group.runId));
          const tested = comparisons.filter((each) => each.n >= 2);
          if (seedKey === null)
            return (
              <p className="t2">{t("None of these runs has a seed among its parameters. Log one, as seed or random_state, to test differences over seeds.")}</p>
            );
          if (groups.length < 2)
            return <p className="t2">{t("These runs are repetitions of one configuration; pick a run of another one to test the difference.")}</p>;
          if (tested.length === 0)
            return (
              <p className="t2">
                {t("No two of these configurations share two seeds with this metric. Repeat them with the same seeds to test the difference.")}
              </p>
            );
          return <Tests tested={tested} names={names} metric={metric} colourOf={colourOf} />;
        }}
      </Async>
    </Card>
  );
}

/** What tells configurations apart: the parameters that differ, the telling ones alone where they do. */
function configurations(runs: readonly Run[]): ReadonlyMap<string, string> {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.params)))].filter(
    (key) => !seedKeys.includes(key) && new Set(runs.map((run) => run.params[key])).size > 1,
  );
  const telling = ["model", "algorithm", "estimator", "arch"].find(
    (key) => keys.includes(key) && new Set(runs.map((run) => run.params[key])).size === runs.length,
  );
  return new Map(
    runs.map((run) => [
      run.id,
      telling === undefined
        ? keys
            .toSorted()
            .slice(0, 3)
            .map((key) => `${key} ${run.params[key] ?? "—"}`)
            .join(", ") || run.name
        : (run.params[telling] ?? run.name),
    ]),
  );
}

interface TestsProps {
  tested: readonly Paired[];
  /** The run each group was asked for. */
  names: readonly (Run | undefined)[];
  metric: string;
  colourOf(runId: string): number;
}

function Tests({ tested, names, metric, colourOf }: TestsProps) {
  const t = useT();
  const f = useFormat();
  const kind = metricKind(metric);
  const edge = Math.max(
    ...tested.flatMap((each) => [Math.abs(each.interval?.low ?? 0), Math.abs(each.interval?.high ?? 0), Math.abs(each.meanDifference ?? 0)]),
    1e-12,
  );
  const place = (value: number) => 50 + (value / edge) * 46;
  const p = (value: number | undefined) => (value === undefined ? "—" : value < 0.0001 ? "< 0.0001" : value.toFixed(4));
  const least = Math.min(...tested.map((each) => each.n));
  const labels = configurations(names.flatMap((run) => run ?? []));
  const name = (i: number) => (
    <span className="row g6 nowrap" style={{ display: "inline-flex" }} title={names[i]?.name}>
      <Dash colour={names[i] ? colourOf(names[i].id) : null} />
      {labels.get(names[i]?.id ?? "") ?? "—"}
    </span>
  );
  return (
    <>
      <div className="table-around" tabIndex={0} role="region" aria-label={t("Table of the tests")}>
        <table className="plain significance">
          <thead>
            <tr>
              <th scope="col">{t("Difference")}</th>
              <th scope="col" className="interval-head">
                {t("95 % interval, zero in the middle")}
              </th>
              <th scope="col" className="right">
                {t("Mean")}
              </th>
              <th scope="col" className="right">
                {t("Seeds")}
              </th>
              <th scope="col" className="right">
                {t("t-test p")}
              </th>
              <th scope="col" className="right">
                {t("Wilcoxon p")}
              </th>
              <th scope="col" className="right">
                {t("Effect d")}
              </th>
            </tr>
          </thead>
          <tbody>
            {tested.map((each) => (
              <tr key={`${each.a} ${each.b}`}>
                <th scope="row">
                  <Say m="<a>a</a> − <b>b</b>" tags={{ a: () => name(each.a), b: () => name(each.b) }} />
                </th>
                <td className="interval-cell">
                  <span className="interval" aria-hidden>
                    <i className="zero" />
                    {each.interval === null ? null : (
                      <i
                        className="range"
                        style={{ insetInlineStart: `${place(each.interval.low)}%`, width: `${place(each.interval.high) - place(each.interval.low)}%` }}
                      />
                    )}
                    <i className="point" style={{ insetInlineStart: `${place(each.meanDifference ?? 0)}%` }} />
                  </span>
                  <span className="sr">
                    {each.interval === null
                      ? t("no interval")
                      : t("from {low} to {high}", { low: f.metric(each.interval.low, kind), high: f.metric(each.interval.high, kind) })}
                  </span>
                </td>
                <td
                  className="right num"
                  title={
                    each.interval === null
                      ? undefined
                      : t("from {low} to {high}", { low: f.metric(each.interval.low, kind), high: f.metric(each.interval.high, kind) })
                  }
                >
                  <b>{f.delta(each.meanDifference, (n) => f.metric(n, kind))}</b>
                </td>
                <td className="right num">{each.n}</td>
                <td
                  className="right num"
                  title={
                    each.t === null
                      ? undefined
                      : t("t = {t} with {df} degrees of freedom; adjusted by Holm p = {p}", {
                          t: each.t.statistic.toFixed(3),
                          df: each.t.df,
                          p: p(each.t.holmP),
                        })
                  }
                >
                  {p(each.t?.p)}
                </td>
                <td
                  className="right num"
                  title={
                    each.wilcoxon === null
                      ? undefined
                      : t("W = {w} of {n} unequal pairs, {exact, select, true {exact} other {normal approximation}}; adjusted by Holm p = {p}", {
                          w: each.wilcoxon.statistic,
                          n: each.wilcoxon.n,
                          exact: String(each.wilcoxon.exact),
                          p: p(each.wilcoxon.holmP),
                        })
                  }
                >
                  {p(each.wilcoxon?.p)}
                </td>
                <td className="right num">{each.effect === null ? "—" : each.effect.toFixed(2).replace("-", "−")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="sm t2">
        {t("Two-sided paired tests over the seeds both have; d is the mean difference in its standard deviations.")}{" "}
        {least <= 5 ? t("With {n} pairs Wilcoxon cannot fall below p = {p}.", { n: least, p: (2 / 2 ** least).toFixed(4) }) : ""}{" "}
        {tested.length > 1 ? t("{n} comparisons: hold the adjusted p on the figures against your limit.", { n: tested.length }) : ""}
      </p>
    </>
  );
}
