import type { ColumnProfile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";

/** A column's distribution in 36 px: histogram of numbers, top three values of text. */
export function ColumnShape({ column }: { column: ColumnProfile }) {
  const t = useT();
  const f = useFormat();
  if (column.count === 0) return <span className="sm t3">{t("all missing")}</span>;
  if (column.idLike || (column.distinct === column.count && column.numeric === null)) return <span className="sm t3">{t("all distinct")}</span>;
  if (column.numeric && column.distinct > 2) return <Histogram counts={column.numeric.histogram.counts} />;
  return (
    <span className="top-values">
      {column.top.slice(0, 3).map((each) => (
        <span key={each.value} style={{ "--w": `${(each.count / column.count) * 100}%` } as React.CSSProperties}>
          <span className="ellipsis">{each.value}</span>
          <span>{f.percent(each.count / column.count, 0)}</span>
        </span>
      ))}
    </span>
  );
}

/** Bars from zero, as wide as the place. */
export function Histogram({ counts, height = 36 }: { counts: readonly number[]; height?: number }) {
  const most = Math.max(1, ...counts);
  return (
    <svg className="mini-histogram" height={height} viewBox={`0 0 ${counts.length} ${height}`} preserveAspectRatio="none" aria-hidden>
      {counts.map((n, i) => {
        const size = n === 0 ? 0 : Math.max(1, (n / most) * height);
        return <rect key={i} x={i + 0.06} width={0.88} y={height - size} height={size} />;
      })}
    </svg>
  );
}

/** Text as one bar of its top three values and the rest. */
export function ShareBar({ column }: { column: ColumnProfile }) {
  return (
    <span className="share-bar" aria-hidden>
      {column.top.slice(0, 3).map((each) => (
        <i key={each.value} style={{ width: `${(each.count / Math.max(1, column.count)) * 100}%` }} />
      ))}
      <i />
    </span>
  );
}

/** What stands under the shape: range, number of values, or what is missing. */
export function ColumnFoot({ column, target }: { column: ColumnProfile; target: boolean }) {
  const t = useT();
  const f = useFormat();
  if (column.missing01 >= 0.005) return <span className="warn">{t("{share} missing", { share: f.percent(column.missing01) })}</span>;
  if (target) return <span>{t("target")}</span>;
  if (column.numeric)
    return (
      <>
        <span>{f.metric(column.numeric.min, "value")}</span>
        <span>{f.metric(column.numeric.max, "value")}</span>
      </>
    );
  if (column.range)
    return (
      <>
        <span>{column.range.first.slice(0, 10)}</span>
        <span>{column.range.last.slice(0, 10)}</span>
      </>
    );
  return <span>{t("{n, plural, one {# value} other {# values}}", { n: column.distinct })}</span>;
}
