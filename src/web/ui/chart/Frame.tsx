import { Download, Table2 } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { useFormat } from "../../lib/format.ts";
import { useT } from "../../lib/i18n.ts";
import { MenuList, Popup } from "../Popup.tsx";
import { saveFile } from "../saveFile.ts";
import { tableCsv, type ChartTable, type Sampling } from "./option.ts";
import "./chart.css";

export interface FrameProps {
  /** What is measured. */
  title: string;
  /** Unit and window. */
  remark?: ReactNode;
  /** One sentence that says what the chart shows. */
  summary: string;
  table: ChartTable;
  sampling: Sampling;
  tools?: ReactNode;
  exports?: { png?(): string; svg?(): string };
  children: ReactNode;
}

/** Frame of every chart: title, exact or sampled badge, table view, export, summary sentence. */
export function ChartFrame({ title, remark, summary, table, sampling, tools, exports = {}, children }: FrameProps) {
  const t = useT();
  const f = useFormat();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const formats = [
    ...(exports.png ? [{ key: "png", label: t("PNG image") }] : []),
    ...(exports.svg ? [{ key: "svg", label: t("SVG image") }] : []),
    { key: "csv", label: t("CSV table") },
  ];
  const save = (format: string) => {
    if (format === "png" && exports.png) saveFile(`${title}.png`, "image/png", exports.png());
    else if (format === "svg" && exports.svg) saveFile(`${title}.svg`, "image/svg+xml", exports.svg());
    else saveFile(`${title}.csv`, "text/csv", tableCsv(table));
  };
  return (
    <section className="card chart" aria-labelledby={id}>
      <header>
        <h2 id={id} className="ellipsis">
          {title}
        </h2>
        {remark === undefined ? null : <span className="sub ellipsis">{remark}</span>}
        <span className="end row g4">
          {tools}
          <Badge sampling={sampling} />
          <span className="chart-tools row g4">
            <button
              type="button"
              className="icon-button s"
              aria-pressed={asTable}
              title={asTable ? t("Show as chart") : t("Show as table")}
              aria-label={asTable ? t("Show as chart") : t("Show as table")}
              onClick={() => setAsTable(!asTable)}
            >
              <Table2 size={14} aria-hidden />
            </button>
            <Popup
              side="end"
              label={t("Export")}
              button={(attributes) => (
                <button type="button" className="icon-button s" {...attributes} aria-label={t("Export")} title={t("Export")}>
                  <Download size={14} aria-hidden />
                </button>
              )}
            >
              {(close) => <MenuList close={close} items={formats.map((format) => ({ ...format, onSelect: () => save(format.key) }))} />}
            </Popup>
          </span>
        </span>
      </header>
      <p className="sr">{summary}</p>
      {asTable ? (
        <div className="chart-table">
          <table className="plain">
            <thead>
              <tr>
                {table.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.slice(0, 500).map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) => (
                    <td key={j} className={typeof cell === "number" ? "right" : ""}>
                      {typeof cell === "number" ? f.metric(cell) : (cell ?? "—")}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div className="chart-body">{children}</div>
      )}
    </section>
  );
}

function Badge({ sampling }: { sampling: Sampling }) {
  const t = useT();
  const f = useFormat();
  if (sampling.kind === "exact") return <span className="chip">{t("exact")}</span>;
  return (
    <span className="chip">
      {t("sampled {shown} of {of}", { shown: f.count(sampling.shown), of: f.count(sampling.of) })}
      {sampling.showExact ? (
        <button type="button" className="link-button" onClick={sampling.showExact}>
          {t("show exact")}
        </button>
      ) : null}
    </span>
  );
}
