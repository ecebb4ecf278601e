import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import type * as z from "zod";
import type { DatasetVersion } from "../../../../../capabilities/datasets/contract.ts";
import type { ChangedRow, Step } from "../../../../../capabilities/datasets/contract/cleaning.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { ErrorState, Loading } from "../../../../ui/states.tsx";
import type { useCleaning } from "../../hooks/useCleaning.ts";
import { cellText, isNumeric } from "../words.ts";

export interface ChangesProps {
  preview: ReturnType<typeof useCleaning>;
  before: DatasetVersion;
  chosen: Step | null;
  empty: boolean;
}

/** The sum of all steps over all rows, and the rows they change: before red, after green, removed rows in place. */
export function Changes({ preview, before, chosen, empty }: ChangesProps) {
  const t = useT();
  const f = useFormat();
  const { data, error } = preview;
  if (empty) return <section className="clean-changes pad t2">{t("No step is on. The new version would equal v{n}.", { n: before.version })}</section>;
  if (error)
    return (
      <section className="clean-changes">
        <ErrorState error={error} what={t("The steps cannot run like this.")} stillWorks={t("The recipe at the side is kept.")} onRetry={preview.retry} />
      </section>
    );
  if (!data)
    return (
      <section className="clean-changes">
        <Loading rows={10} />
      </section>
    );
  const cells = before.rowCount * before.columns.length;
  const kept = new Set(data.columns.map((c) => c.name));
  const columns = before.columns.filter((c) => kept.has(c.name) || c.role === "target");
  const touched = new Set(data.sample.flatMap((row) => row.changed));
  const dropped = before.columns.length - data.columns.length;
  return (
    <section className="clean-changes" aria-label={t("Changes")} aria-busy={preview.busy}>
      <div className="clean-sum">
        <Sum label={t("Rows")} before={f.count(data.rowsBefore)} after={f.count(data.rowsAfter)} remark={f.delta(data.rowsAfter - data.rowsBefore, f.count)} />
        <Sum label={t("Columns")} before={f.count(before.columns.length)} after={f.count(data.columns.length)} remark={f.delta(-dropped, f.count)} />
        <div>
          {t("Cells changed")}
          <b>
            {f.count(data.total.cellsChanged)} <span className="t2">{f.percent(cells === 0 ? 0 : data.total.cellsChanged / cells)}</span>
          </b>
        </div>
        <div>
          {t("Shown")}
          <b>{t("{n} changed rows", { n: f.count(data.sample.length) })}</b>
        </div>
      </div>
      {data.sample.length === 0 ? (
        <p className="pad t2">{dropped > 0 ? t("Only columns are removed; no value in the other columns changes.") : t("These steps change no row.")}</p>
      ) : (
        <div className="clean-scroll" tabIndex={0} role="region" aria-label={t("Changed rows")}>
          <table className="clean-diff">
            <thead>
              <tr>
                <th scope="col" className="x">
                  #
                </th>
                {columns.map((c) => (
                  <th key={c.name} scope="col" className={chosen !== null && concerns(chosen, c.name) ? "chosen" : ""}>
                    <span className="mono">{c.name}</span>
                    {touched.has(c.name) ? <small>{t("before, after")}</small> : null}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.sample.map((row) => (
                <ChangeRow key={row.row} row={row} columns={columns} touched={touched} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <footer className="row sm t2">
        <span className="grow">{preview.busy ? t("Computing over all rows.") : t("Computed on all rows, exact. Changed rows first.")}</span>
        <span className="row g6">
          <span className="legend del" aria-hidden /> {t("removed")} <span className="legend add" aria-hidden /> {t("new")}
        </span>
      </footer>
    </section>
  );
}

function concerns(step: Step, column: string): boolean {
  return step.kind !== "dropNonNumeric" && step.columns !== undefined && step.columns.includes(column);
}

function Sum({ label, before, after, remark }: { label: string; before: string; after: string; remark: string }) {
  return (
    <div>
      {label}
      <b>
        {before} <ArrowRight size={12} aria-hidden /> {after} <span className="t2">{before === after ? "" : remark}</span>
      </b>
    </div>
  );
}

function ChangeRow({ row, columns, touched }: { row: z.output<typeof ChangedRow>; columns: DatasetVersion["columns"]; touched: ReadonlySet<string> }) {
  const t = useT();
  const f = useFormat();
  const show = (value: ChangedRow["before"][string] | undefined): ReactNode => (value === null || value === undefined ? t("missing") : cellText(value));
  return (
    <tr className={row.after === null ? "gone" : ""}>
      <th scope="row" className="x">
        {row.after === null ? <span aria-hidden>− </span> : null}
        {f.count(row.row)}
        {row.after === null ? <span className="sr">{t("removed")}</span> : null}
      </th>
      {columns.map((c) =>
        row.after !== null && row.changed.includes(c.name) ? (
          <td key={c.name} className="ch">
            <span className="del">
              <span aria-hidden>- </span>
              {show(row.before[c.name])}
            </span>
            <span className="add">
              <span aria-hidden>+ </span>
              {show(row.after[c.name])}
            </span>
          </td>
        ) : (
          <td key={c.name} className={`${isNumeric(c.type) && !touched.has(c.name) ? "right" : ""} ${row.before[c.name] === null ? "t3" : ""}`}>
            {show(row.before[c.name])}
          </td>
        ),
      )}
    </tr>
  );
}
