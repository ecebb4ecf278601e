import { useState } from "react";
import type { ColumnProfile, Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { ColumnDetail } from "./ColumnDetail.tsx";
import { Histogram, ShareBar } from "./ColumnShape.tsx";
import { isNumeric, types } from "./words.ts";

const step = 100;

/** One line a column; pressing its name opens everything known of it. */
export function ColumnsTable({ profile }: { profile: Profile }) {
  const t = useT();
  const open = useUrlValue("col");
  const kind = useUrlValue("kind", "all");
  const [most, setMost] = useState(step);
  const groups = {
    all: profile.columns,
    number: profile.columns.filter((c) => isNumeric(c.type)),
    text: profile.columns.filter((c) => c.type === "string"),
    date: profile.columns.filter((c) => c.type === "date" || c.type === "timestamp"),
    boolean: profile.columns.filter((c) => c.type === "boolean"),
  };
  const words = { all: t("All"), number: t("Number"), text: t("Text"), date: t("Date"), boolean: t("Yes / no") };
  const chosen = kind.value in groups ? (kind.value as keyof typeof groups) : "all";
  const columns = groups[chosen];
  const associated = new Map(profile.targetAssociations.map((a) => [a.column, a.value01]));
  return (
    <Card
      title={t("Columns")}
      actions={
        <Segments
          label={t("Type")}
          value={chosen}
          onChange={kind.choose}
          options={(Object.keys(groups) as (keyof typeof groups)[])
            .filter((key) => groups[key].length > 0)
            .map((key) => ({ value: key, label: `${words[key]} ${groups[key].length}` }))}
        />
      }
    >
      <div className="profile-table" tabIndex={0} role="region" aria-label={t("Columns")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Column")}</th>
              <th scope="col">{t("Distribution")}</th>
              <th scope="col" className="right">
                {t("Missing")}
              </th>
              <th scope="col" className="right">
                {t("Distinct")}
              </th>
              <th scope="col" className="right">
                {t("Median or top")}
              </th>
              <th scope="col" className="right">
                {t("p5 to p95")}
              </th>
              <th scope="col" className="right">
                {t("Outliers")}
              </th>
              {profile.target === null ? null : (
                <th scope="col" className="right">
                  {t("With {target}", { target: profile.target })}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {columns.slice(0, most).flatMap((column) => {
              const isOpen = open.value === column.name;
              const line = (
                <Line
                  key={column.name}
                  column={column}
                  isOpen={isOpen}
                  onOpen={() => open.choose(isOpen ? "" : column.name)}
                  target={profile.target}
                  associated={associated.get(column.name)}
                />
              );
              return isOpen
                ? [
                    line,
                    <tr key={`${column.name} detail`}>
                      <td colSpan={profile.target === null ? 7 : 8} style={{ maxWidth: 0, whiteSpace: "normal", padding: 0 }}>
                        <ColumnDetail column={column} />
                      </td>
                    </tr>,
                  ]
                : [line];
            })}
          </tbody>
        </table>
      </div>
      {columns.length > most ? (
        <button type="button" className="more-rows" onClick={() => setMost(most + step)}>
          {t("Show more columns")}
        </button>
      ) : null}
    </Card>
  );
}

interface LineProps {
  column: ColumnProfile;
  isOpen: boolean;
  onOpen(): void;
  target: string | null;
  associated: number | null | undefined;
}

function Line({ column, isOpen, onOpen, target, associated }: LineProps) {
  const t = useT();
  const f = useFormat();
  const [Icon, word] = types[column.type];
  const { numeric } = column;
  const share = (n: number) => (n === 0 ? <span className="t3">0</span> : f.percent(n));
  return (
    <tr className={isOpen ? "open" : ""}>
      <th scope="row">
        <button type="button" className="column-button" aria-expanded={isOpen} onClick={onOpen}>
          <Icon size={14} aria-label={t(word)} />
          <span className="mono">{column.name}</span>
        </button>
      </th>
      <td>
        {column.idLike ? (
          <span className="t3">{t("all distinct")}</span>
        ) : numeric ? (
          <Histogram counts={numeric.histogram.counts} height={22} />
        ) : (
          <ShareBar column={column} />
        )}
      </td>
      <td className={`right ${column.missing01 >= 0.05 ? "warn" : ""}`}>{share(column.missing01)}</td>
      <td className="right">{f.count(column.distinct)}</td>
      <td className="right">{numeric ? f.metric(numeric.quantiles.p50, "value") : column.idLike ? "—" : (column.top[0]?.value ?? "—")}</td>
      <td className="right t2">
        {numeric
          ? t("{from} to {to}", { from: f.metric(numeric.quantiles.p05, "value"), to: f.metric(numeric.quantiles.p95, "value") })
          : column.range
            ? t("{from} to {to}", { from: column.range.first.slice(0, 10), to: column.range.last.slice(0, 10) })
            : "—"}
      </td>
      <td className="right">{numeric ? share(numeric.outliers / Math.max(1, column.count)) : "—"}</td>
      {target === null ? null : (
        <td className="right">
          {column.name === target ? (
            t("target")
          ) : (
            <>
              {column.leaking ? <span className="chip warn">{t("Leak")}</span> : null} {f.metric(associated)}
            </>
          )}
        </td>
      )}
    </tr>
  );
}
