import type { ColumnProfile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Facts } from "../../../ui/Card.tsx";
import { Chart } from "../../../ui/Chart.tsx";
import { Bar } from "../../../ui/Progress.tsx";

/** Everything the profile knows of one column. */
export function ColumnDetail({ column }: { column: ColumnProfile }) {
  const t = useT();
  const f = useFormat();
  const { numeric, text, range } = column;
  const value = (n: number | null) => f.metric(n, "value");
  const facts: (readonly [string, string])[] = [
    [t("Present"), f.count(column.count)],
    [t("Missing"), `${f.count(column.missing)} (${f.percent(column.missing01)})`],
    [t("Distinct"), f.count(column.distinct)],
  ];
  if (numeric)
    facts.push(
      [t("Mean ± sd"), `${value(numeric.mean)} ± ${value(numeric.sd)}`],
      [t("Least, most"), `${value(numeric.min)}, ${value(numeric.max)}`],
      [t("Quarter, half, three quarters"), [numeric.quantiles.p25, numeric.quantiles.p50, numeric.quantiles.p75].map(value).join(", ")],
      [t("p1, p99"), `${value(numeric.quantiles.p01)}, ${value(numeric.quantiles.p99)}`],
      [t("Skewness, excess kurtosis"), `${value(numeric.skew)}, ${value(numeric.kurtosis)}`],
      [t("Zeros, negatives"), `${f.count(numeric.zeros)}, ${f.count(numeric.negatives)}`],
      [t("Outliers beyond 1.5 IQR"), f.count(numeric.outliers)],
    );
  if (text)
    facts.push(
      [t("Length, least to most"), `${f.count(text.minLength)} – ${f.count(text.maxLength)}`],
      [t("Length, mean"), value(text.meanLength)],
      [t("Only white space"), f.count(text.blank)],
    );
  if (range) facts.push([t("First, last"), `${range.first}, ${range.last}`]);
  return (
    <div className="column-detail">
      <Facts facts={facts} />
      {numeric && column.distinct > 2 ? (
        <Chart
          title={column.name}
          remark={t("rows by value")}
          summary={t("Histogram of {name} from {min} to {max}, most rows around {median}.", {
            name: column.name,
            min: value(numeric.min),
            max: value(numeric.max),
            median: value(numeric.quantiles.p50),
          })}
          sampling={{ kind: "exact" }}
          height={180}
          table={{
            head: [t("From"), t("To"), t("Rows")],
            rows: numeric.histogram.counts.map((n, i) => [numeric.histogram.edges[i] ?? null, numeric.histogram.edges[i + 1] ?? null, n]),
          }}
          option={{
            grid: { left: 8, right: 8, top: 8, bottom: 4, containLabel: true },
            tooltip: { trigger: "axis" },
            xAxis: { type: "category", data: numeric.histogram.counts.map((_, i) => value(numeric.histogram.edges[i] ?? null)) },
            yAxis: { type: "value" },
            series: [{ type: "bar", name: t("Rows"), data: numeric.histogram.counts, barCategoryGap: "8%" }],
          }}
        />
      ) : (
        <ul className="top-list" aria-label={t("Most frequent values")}>
          {column.top.map((each) => (
            <li key={each.value}>
              <span className="mono ellipsis" title={each.value}>
                {each.value}
              </span>
              <Bar share01={each.count / Math.max(1, column.count)} label={each.value} />
              <span className="num right t2">{f.count(each.count)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
